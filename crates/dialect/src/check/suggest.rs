//! "Did you mean".

/// What to say of a word that nobody knows.
pub(super) fn remedy<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match nearest(word, &known) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "nothing is known here: leave it out".to_owned(),
        None => format!("known here: {}", known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")),
    }
}

fn nearest<'w>(word: &str, known: &[&'w str]) -> Option<&'w str> {
    let bound = (word.chars().count() / 3).max(1);
    let far = known.iter().map(|known| (distance(&word.to_lowercase(), &known.to_lowercase()), *known));
    far.filter(|(far, _)| *far <= bound).min_by_key(|(far, _)| *far).map(|(_, known)| known)
}

/// Levenshtein's distance.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, from) in left.chars().enumerate() {
        let mut diagonal = index;
        let mut before = index + 1;
        let mut next = vec![before];
        for (to, above) in right.iter().zip(row.iter().skip(1)) {
            let changed = diagonal + usize::from(from != *to);
            before = changed.min(above + 1).min(before + 1);
            next.push(before);
            diagonal = *above;
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(remedy("acces_token", ["access_token", "refresh_token"]), "did you mean `access_token`?");
        assert_eq!(remedy("zebra", ["access_token", "code"]), "known here: `access_token`, `code`");
    }
}
