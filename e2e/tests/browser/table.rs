//! The table of what was seen.

use crate::page::Page;
use crate::stage::Stage;
use grantor_e2e::speak::Client;

/// Rows of one test; printed when it ends.
#[derive(Default)]
pub struct Table {
    rows: Vec<[String; 4]>,
}

impl Table {
    /// A row about where the browser is now.
    pub async fn see(&mut self, stage: &Stage, client: &Client, step: &str) {
        let what = match stage.page().await {
            Page::Callback => {
                let pairs = stage.came_back().await;
                let short = |text: &String| text.chars().take(16).collect::<String>();
                let shown: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", short(value))).collect();
                let mark = if stage.url().await.contains('#') { '#' } else { '?' };
                format!("-> /demo/callback{mark}{}", shown.join("&"))
            }
            _ => stage.title().await,
        };
        self.note(client, step, &what);
    }

    /// A row about something else.
    pub fn note(&mut self, client: &Client, step: &str, what: &str) {
        let realm = client.url.rsplit('/').next().unwrap_or_default();
        self.rows.push([realm, &client.app.kind, step, what].map(str::to_owned));
    }
}

impl Drop for Table {
    fn drop(&mut self) {
        let mut text = String::new();
        let mut last = None;
        for [realm, kind, step, what] in &self.rows {
            if last.is_some_and(|last| last != (realm, kind)) {
                text.push('\n');
            }
            text += &format!("{realm:14} {kind:12} {step:34} {what}\n");
            last = Some((realm, kind));
        }
        println!("\n{text}");
    }
}
