use super::words::{Kind, Outcome};
use super::*;
use std::time::Duration;

#[test]
fn every_word_stands_where_its_index_says() {
    fn sound<W: Word>() {
        for (index, word) in W::ALL.iter().enumerate() {
            assert_eq!(word.index(), index, "{}", word.word());
            assert!(word.word().bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte.is_ascii_digit()));
        }
    }
    sound::<Kind>();
    sound::<Outcome>();
    sound::<SignIn>();
    sound::<Issue>();
    sound::<Refusal>();
}

#[test]
fn a_duration_falls_into_the_bucket_that_it_fits() {
    let histogram = Histogram::default();
    for micros in [0, 250, 251, 1_000_000, 60_000_000] {
        histogram.observe(Duration::from_micros(micros));
    }
    let read = histogram.read();
    let counts: Vec<u64> = read.buckets.iter().map(|(_, count)| *count).collect();
    assert_eq!(counts, [2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1]);
    assert_eq!((read.count, read.buckets[11].0), (5, 1.0));
    assert!((read.seconds - 61.000501).abs() < 1e-9);
}

#[test]
fn what_a_refusal_said_stays_said_whatever_the_status() {
    let noted = Noted::default();
    noted.at(Kind::Token);
    noted.ended(Outcome::Refused);
    noted.answered_with(http::StatusCode::OK);
    assert_eq!((noted.kind(), noted.outcome()), (Kind::Token, Outcome::Refused));
    let noted = Noted::default();
    noted.answered_with(http::StatusCode::NOT_FOUND);
    assert_eq!((noted.kind(), noted.outcome()), (Kind::None, Outcome::Refused));
    noted.answered_with(http::StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(noted.outcome(), Outcome::Failed);
}
