use super::*;

fn scope(name: &str, implies: &[&str], axis: Option<usize>, role: Option<&str>) -> Scope {
    Scope {
        name: name.into(),
        implies: implies.iter().map(|word| word.to_string()).collect(),
        axis,
        role: role.map(str::to_owned),
    }
}

/// Two axes, as HiDrive has them.
fn two_axes() -> Catalogue {
    Catalogue {
        scopes: vec![
            scope("ro", &[], Some(0), None),
            scope("rw", &["ro"], Some(0), None),
            scope("user", &[], Some(1), None),
            scope("admin", &["user"], Some(1), Some("admin")),
            scope("owner", &["admin"], Some(1), Some("owner")),
        ],
        axes: vec![
            Axis { name: "access".into(), default: "ro".into() },
            Axis { name: "role".into(), default: "user".into() },
        ],
        unknown: UnknownScope::Refuse,
        absent: AbsentScope::Default(vec!["ro".into(), "user".into()]),
        asked: AskedScope::Request,
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

fn asked(catalogue: &Catalogue, text: &str) -> Result<String, Refusal> {
    let param = if text.is_empty() { Param::Absent } else { Param::Given(words(text)) };
    let all: Vec<String> = catalogue.scopes.iter().map(|scope| scope.name.clone()).collect();
    catalogue.asked(&param, &all).map(|set| set.to_text()).map_err(|refused| refused.refusal)
}

#[test]
fn axes_take_one_word_each_in_any_order() {
    let catalogue = two_axes();
    for (text, expected) in [
        ("", Ok("ro user")),
        ("rw", Ok("rw user")),
        ("owner", Ok("ro owner")),
        ("user rw", Ok("rw user")),
        ("rw user", Ok("rw user")),
        ("ro rw", Err(Refusal::ScopeMalformed)),
        ("user admin", Err(Refusal::ScopeMalformed)),
        ("rw rw", Err(Refusal::ScopeMalformed)),
        ("root", Err(Refusal::ScopeUnknown)),
    ] {
        assert_eq!(asked(&catalogue, text).as_deref().map_err(|r| *r), expected, "{text:?}");
    }
}

#[test]
fn a_role_caps_to_the_strongest_word_that_the_account_may_grant() {
    let catalogue = two_axes();
    let capped = |roles: &[&str]| {
        let roles: Vec<String> = roles.iter().map(|role| role.to_string()).collect();
        catalogue.capped(&ScopeSet::parse("rw owner"), &roles).to_text()
    };
    assert_eq!(capped(&["owner", "admin"]), "rw owner");
    assert_eq!(capped(&["admin"]), "rw admin");
    assert_eq!(capped(&[]), "rw user");
}

#[test]
fn a_choice_narrows_and_never_widens() {
    let catalogue = two_axes();
    let narrowed = |chosen: &str| {
        let set = catalogue.narrowed(&ScopeSet::parse("rw user"), &words(chosen));
        set.map(|set| set.to_text()).map_err(|refused| refused.refusal)
    };
    assert_eq!(narrowed("ro"), Ok("ro user".into()));
    assert_eq!(narrowed("ro user"), Ok("ro user".into()));
    assert_eq!(narrowed("rw user"), Ok("rw user".into()));
    assert_eq!(narrowed("owner"), Err(Refusal::ScopeWidened));
    assert_eq!(narrowed("root"), Err(Refusal::ScopeWidened));
}

#[test]
fn what_a_word_implies_is_open_too() {
    let catalogue = two_axes();
    let held = ScopeSet::parse("rw owner");
    for (word, open) in [("rw", true), ("ro", true), ("owner", true), ("admin", true), ("user", true), ("root", false)]
    {
        assert_eq!(catalogue.opens(&held, word), open, "{word}");
    }
}

#[test]
fn tok_03_an_app_gets_no_more_than_it_registered() {
    let catalogue = Catalogue { axes: Vec::new(), absent: AbsentScope::Registered, ..two_axes() };
    let own = words("ro");
    let ask = |text: &str| catalogue.asked(&Param::Given(words(text)), &own).map(|set| set.to_text());
    assert_eq!(ask("ro"), Ok("ro".into()));
    assert_eq!(ask("rw"), Err(Refusal::ScopeUnknown.into()));
    let dropping = Catalogue { unknown: UnknownScope::Drop, ..catalogue.clone() };
    assert_eq!(dropping.asked(&Param::Given(words("rw ro nonsense")), &own), Ok(ScopeSet::parse("ro")));
    assert_eq!(catalogue.asked(&Param::Absent, &own), Ok(ScopeSet::parse("ro")));
}
