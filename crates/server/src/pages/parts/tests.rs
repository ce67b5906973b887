use super::super::html::Html;
use super::super::words;
use super::*;
use askama::Template;

const MARKUP: &str = "\"><b>x</b>";

fn rendered(part: &impl Template) -> String {
    let text = part.render().unwrap();
    assert!(!text.contains("<b>"), "{text}");
    text
}

#[test]
fn a_field_keeps_what_was_typed_and_says_what_is_wrong() {
    let field = || Field::new("email", "E-mail", Kind::Email, MARKUP).filled_in_as("email");
    let plain = rendered(&field());
    assert!(
        plain.contains("type=\"email\"") && plain.contains("autocomplete=\"email\"") && plain.contains(" required")
    );
    assert!(!plain.contains("aria-") && plain.contains("<label for=\"email\">E-mail</label>"));
    let wrong = rendered(&field().hint(Html::plain("Where mail goes.")).wrong(Some(Html::plain("It has no @."))));
    assert!(wrong.contains("aria-describedby=\"email-hint email-error\" aria-invalid=\"true\""), "{wrong}");
    assert!(wrong.contains("id=\"email-hint\">Where mail goes.") && wrong.contains("<span>It has no @.</span>"));
    assert!(wrong.contains("value=\"&#34;&#62;&#60;b&#62;x"), "{wrong}");
}

#[test]
fn each_kind_has_its_element() {
    let kinds = [
        (Kind::Line, "type=\"text\""),
        (Kind::Optional, "type=\"text\""),
        (Kind::Password, "type=\"password\""),
        (Kind::Lines, "<textarea"),
        (Kind::OneOf(vec![("de", "Deutsch"), ("en", "English")]), "<option value=\"en\" selected>English"),
    ];
    for (kind, part) in kinds {
        let optional = matches!(kind, Kind::Optional | Kind::OneOf(_));
        let text = rendered(&Field::new("f", "F", kind, "en"));
        assert!(text.contains(part), "{text}");
        assert_eq!(text.contains(" required"), !optional, "{text}");
    }
    assert!(!rendered(&Field::new("f", "F", Kind::Password, "secret")).contains("secret"));
}

#[test]
fn the_summary_links_to_each_field() {
    let fields = |wrong: &[bool]| -> Vec<Field<'_>> {
        let error = |wrong: &bool| wrong.then(|| Html::plain("No."));
        let names = ["one", "two"].into_iter().zip(wrong);
        names.map(|(name, own)| Field::new(name, "F", Kind::Line, "").wrong(error(own))).collect()
    };
    assert!(Summary::of(words::of("en"), &fields(&[false, false])).is_none());
    let (one, two) = (fields(&[false, true]), fields(&[true, true]));
    let text = rendered(&Summary::of(words::of("en"), &one).unwrap());
    assert!(text.contains("role=\"alert\"") && text.contains("<a href=\"#two\">No.</a>") && !text.contains("#one"));
    let both = rendered(&Summary::of(words::of("en"), &two).unwrap());
    assert!(both.contains(words::of("en").site.wrong[1]) && text.contains(words::of("en").site.wrong[0]));
}

#[test]
fn a_pager_is_silent_where_the_list_is_whole() {
    let pager = |first: Option<&str>, next: Option<&str>| Pager {
        words: words::of("de"),
        first: first.map(str::to_owned),
        next: next.map(str::to_owned),
    };
    assert_eq!(rendered(&pager(None, None)).trim(), "");
    let text = rendered(&pager(Some("/a"), Some("/a?after=7")));
    assert!(text.contains("href=\"/a\"") && text.contains("href=\"/a?after=7\" rel=\"next\""));
}

#[test]
fn a_secret_stands_there_once_and_its_button_waits_for_the_script() {
    let secret = Secret {
        words: words::of("en"),
        id: "secret",
        label: "Client secret",
        value: "s3cr3t",
        now: Html::plain("Put it into your configuration."),
        line: Some("CLIENT_SECRET=…".to_owned()),
    };
    let text = rendered(&secret);
    assert_eq!(text.matches("s3cr3t").count(), 1);
    assert!(text.contains("data-copy=\"secret\"") && text.contains(" hidden>Copy</button>"), "{text}");
    assert!(text.contains(words::of("en").site.shown_once) && text.contains("CLIENT_SECRET=…"));
}

#[test]
fn an_empty_list_offers_the_first_step() {
    let empty =
        |step: Option<(&'static str, String)>| Empty { nothing: "Nothing yet", what: Html::plain("Apps."), step };
    assert!(!rendered(&empty(None)).contains("<a "));
    assert!(rendered(&empty(Some(("New app", "/apps/new".to_owned())))).contains("href=\"/apps/new\">New app</a>"));
}
