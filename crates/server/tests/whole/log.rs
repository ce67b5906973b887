//! What the server says in its log, kept apart by world: each has threads of its own name.

use std::collections::HashMap;
use std::fmt::{Debug, Write};
use std::sync::{Mutex, Once};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

/// One event with all its fields.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// The field `refusal`.
    pub refusal: Option<String>,
    /// Everything as one text.
    pub text: String,
}

static LINES: Mutex<Option<HashMap<String, Vec<Line>>>> = Mutex::new(None);

/// Begins to keep what is said, down to the finest level, once for the whole process.
pub fn keep() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| tracing_subscriber::registry().with(Keep).init());
}

/// What was said so far on threads of that name.
pub fn lines(thread: &str) -> Vec<Line> {
    LINES.lock().unwrap().as_ref().and_then(|all| all.get(thread).cloned()).unwrap_or_default()
}

struct Keep;

impl<S: Subscriber> Layer<S> for Keep {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let thread = std::thread::current();
        let Some(name) = thread.name().filter(|name| name.starts_with("world")) else { return };
        let mut line =
            Line { refusal: None, text: format!("{} {}", event.metadata().level(), event.metadata().target()) };
        event.record(&mut line);
        LINES.lock().unwrap().get_or_insert_default().entry(name.to_owned()).or_default().push(line);
    }
}

impl Visit for Line {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "refusal" {
            self.refusal = Some(value.to_owned());
        }
        self.record_debug(field, &value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.text, " {}={value:?}", field.name());
    }
}
