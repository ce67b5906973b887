//! Everything that is counted as OpenMetrics text, for Prometheus.

use super::words::Word;
use super::{Counts, Requests};
use crate::server::Server;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{DescriptorEncoder, MetricEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::{Registry, Unit};
use std::fmt;
use std::sync::Arc;

/// The media type of the text.
pub const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// The realm of requests that belong to none.
const NOWHERE: &str = "";

/// The text.
pub fn text(server: &Arc<Server>) -> Result<String, fmt::Error> {
    let mut registry = Registry::with_prefix("grantor");
    registry.register_collector(Box::new(Scrape(server.clone())));
    let mut text = String::new();
    encode(&mut text, &registry)?;
    Ok(text)
}

/// One look at the counters.
struct Scrape(Arc<Server>);

impl fmt::Debug for Scrape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scrape")
    }
}

impl Collector for Scrape {
    fn encode(&self, mut out: DescriptorEncoder) -> fmt::Result {
        let metrics = &self.0.metrics;
        self.requests(&mut out)?;
        self.took(&mut out)?;
        each(&mut out, ("refusals", "Requests refused, by reason", "refusal"), &metrics.refusals)?;
        each(&mut out, ("sign_ins", "Tries to sign in", "outcome"), &metrics.sign_ins)?;
        each(&mut out, ("tokens_issued", "Answers that handed out a token, by grant", "grant"), &metrics.issued)?;
        let slow = "Slow hashes of passwords that were computed";
        let mut hashes = out.encode_descriptor("password_hashes", slow, None, MetricType::Counter)?;
        counter(&mut hashes, self.0.passwords.worked())?;
        self.store(&mut out)?;
        let mut build = out.encode_descriptor("build", "The program", None, MetricType::Info)?;
        build.encode_info(&[("version", env!("CARGO_PKG_VERSION"))])
    }
}

impl Scrape {
    fn requests(&self, out: &mut DescriptorEncoder) -> fmt::Result {
        let about = "Requests answered, by realm, endpoint and outcome";
        let mut metric = out.encode_descriptor("requests", about, None, MetricType::Counter)?;
        let realms = self.0.realms.all.iter().chain([&self.0.realms.admin]);
        for realm in realms {
            requests_of(&mut metric, &realm.name, &realm.requests)?;
        }
        requests_of(&mut metric, NOWHERE, &self.0.metrics.elsewhere)
    }

    fn took(&self, out: &mut DescriptorEncoder) -> fmt::Result {
        let about = "Time from a request's head to its answer";
        let mut metric =
            out.encode_descriptor("request_duration", about, Some(&Unit::Seconds), MetricType::Histogram)?;
        for (kind, histogram) in self.0.metrics.took.each() {
            let reading = histogram.read();
            let labels = [("endpoint", kind.word())];
            let mut one = metric.encode_family(&labels)?;
            one.encode_histogram::<NoLabelSet>(reading.seconds, reading.count, &reading.buckets, None)?;
        }
        Ok(())
    }

    fn store(&self, out: &mut DescriptorEncoder) -> fmt::Result {
        let work = self.0.store.work();
        for (name, about, count) in [
            ("store_commits", "Transactions committed", work.commits),
            ("store_operations", "Writes in these transactions", work.operations),
            ("store_refused", "What was refused at once, as too many waited", work.refused),
        ] {
            counter(&mut out.encode_descriptor(name, about, None, MetricType::Counter)?, count)?;
        }
        let mut ended = out.encode_descriptor("ended", "What ended before its time", None, MetricType::Counter)?;
        for (what, count) in
            [("token", work.tokens_ended), ("family", work.families_ended), ("grant", work.grants_ended)]
        {
            counter(&mut ended.encode_family(&[("what", what)])?, count)?;
        }
        let mut queue = out.encode_descriptor("store_queue", "Writes that wait", None, MetricType::Gauge)?;
        queue.encode_gauge(&work.waiting)
    }
}

fn requests_of(metric: &mut MetricEncoder, realm: &str, requests: &Requests) -> fmt::Result {
    for (kind, outcomes) in requests.each() {
        for (outcome, count) in outcomes.each().filter(|(_, count)| *count > 0) {
            let labels = [("realm", realm), ("endpoint", kind.word()), ("outcome", outcome.word())];
            counter(&mut metric.encode_family(&labels)?, count)?;
        }
    }
    Ok(())
}

/// A counter for each word, under that label.
fn each<W: Word>(
    out: &mut DescriptorEncoder,
    (name, about, label): (&str, &str, &str),
    counts: &Counts<W>,
) -> fmt::Result {
    let mut metric = out.encode_descriptor(name, about, None, MetricType::Counter)?;
    for (word, count) in counts.each() {
        counter(&mut metric.encode_family(&[(label, word.word())])?, count)?;
    }
    Ok(())
}

fn counter(metric: &mut MetricEncoder, count: u64) -> fmt::Result {
    metric.encode_counter::<NoLabelSet, u64, u64>(&count, None)
}
