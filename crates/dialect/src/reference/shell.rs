//! A request of the client face as lines for a POSIX shell. What only the developer has is a variable of that shell.

use super::indent::indented;
use super::variables::{Variable, Variables, is_of_name};
use crate::client::{ClientRequest, basic_pair, escaped, quoted};
use crate::model::Method;

impl Variables {
    /// The text as it stands outside a shell, variables by their names.
    pub(super) fn bare(&self, text: &str) -> String {
        Variable::ALL
            .iter()
            .fold(text.to_owned(), |text, own| text.replace(&own.mark(), &format!("${}", self.name(*own))))
    }

    /// curl, one option a line.
    pub(super) fn curl(&self, request: &ClientRequest) -> String {
        let (url, query) = request.url.split_once('?').unwrap_or((&request.url, ""));
        let form = header(request, "content-type").is_some_and(|own| own == "application/x-www-form-urlencoded");
        let body = request.body.as_deref();
        let usual = if body.is_some() { Method::Post } else { Method::Get };
        let mut first = String::from("curl");
        if request.method != usual {
            first.push_str(&format!(" -X {}", request.method.as_str()));
        }
        if !query.is_empty() {
            first.push_str(" -G");
        }
        let mut lines = vec![format!("{first} {}", self.word(url))];
        for (name, value) in &request.headers {
            match basic_pair(value) {
                Some(pair) => lines.push(format!("-u {}", self.word(&pair))),
                _ if form && name.eq_ignore_ascii_case("content-type") => {}
                _ => lines.push(format!("-H {}", self.word(&format!("{name}: {value}")))),
            }
        }
        let pairs = |text: &str| form_urlencoded::parse(text.as_bytes()).into_owned().collect::<Vec<_>>();
        lines.extend(pairs(query).iter().map(|own| self.pair(own)));
        match body {
            Some(body) if form => lines.extend(pairs(body).iter().map(|own| self.pair(own))),
            Some(body) => lines.push(format!("-d @- <<END\n{}\nEND", self.here(&indented(body)))),
            None => {}
        }
        lines.join(" \\\n  ")
    }

    /// A parameter: as it is where nothing in it needs escaping, else escaped by curl.
    fn pair(&self, (name, value): &(String, String)) -> String {
        let name = escaped(name);
        let made = Variable::ALL.iter().any(|own| own.is_made() && *value == own.mark());
        let plain = made || !marked(value) && escaped(value) == *value;
        let option = if plain { "-d" } else { "--data-urlencode" };
        format!("{option} {}", self.word(&format!("{name}={value}")))
    }

    /// One word of the shell.
    fn word(&self, text: &str) -> String {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/:=@,".contains(c);
        match (marked(text), !text.is_empty() && text.chars().all(plain)) {
            (true, _) => format!("\"{}\"", self.filled(text, &['\\', '"', '$', '`'])),
            (false, true) => text.to_owned(),
            (false, false) => quoted(text),
        }
    }

    /// What stands between `<<END` and `END`.
    fn here(&self, text: &str) -> String {
        self.filled(text, &['\\', '$', '`'])
    }

    /// The text with what a shell would read in it escaped, and with variables where the marks are.
    fn filled(&self, text: &str, special: &[char]) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            if special.contains(&c) {
                out.push('\\');
            }
            out.push(c);
        }
        Variable::ALL.iter().fold(out, |out, own| self.with_variable(&out, *own))
    }

    fn with_variable(&self, text: &str, own: Variable) -> String {
        let (mark, name) = (own.mark(), self.name(own));
        let mut parts = text.split(&mark).peekable();
        let mut out = String::new();
        while let Some(part) = parts.next() {
            out.push_str(part);
            let Some(next) = parts.peek() else { break };
            match next.starts_with(is_of_name) {
                true => out.push_str(&format!("${{{name}}}")),
                false => out.push_str(&format!("${name}")),
            }
        }
        out
    }
}

fn header<'r>(request: &'r ClientRequest, name: &str) -> Option<&'r str> {
    request.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

fn marked(text: &str) -> bool {
    Variable::ALL.iter().any(|own| text.contains(&own.mark()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    fn request(method: Method, url: &str, headers: &[(&str, &str)], body: Option<&str>) -> ClientRequest {
        ClientRequest {
            method,
            url: url.to_owned(),
            headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            body: body.map(str::to_owned),
        }
    }

    #[test]
    fn a_form_has_an_option_for_each_parameter() {
        let secret = Variable::ClientSecret.mark();
        let basic = format!("Basic {}", STANDARD.encode(format!("it's:{secret}")));
        let form = "application/x-www-form-urlencoded";
        let body = format!("code={}&redirect_uri=https%3A%2F%2Fa.example%2F%3Fx%3D1&n=1", Variable::Code.mark());
        let headers = [("Content-Type", form), ("Authorization", basic.as_str())];
        let line = Variables::default().curl(&request(Method::Post, "https://x.example/t", &headers, Some(&body)));
        let expected = "curl https://x.example/t \\\n  -u \"it's:$CLIENT_SECRET\" \\\n  -d \"code=$CODE\" \\\n  \
                        --data-urlencode 'redirect_uri=https://a.example/?x=1' \\\n  -d n=1";
        assert_eq!(line, expected);
    }

    #[test]
    fn a_query_stays_a_query_and_a_path_a_path() {
        let url = format!("https://x.example/{}/end?a=b%20c&k=$", Variable::AccessToken.mark());
        let line = Variables::default().curl(&request(Method::Delete, &url, &[], None));
        let expected = "curl -X DELETE -G \"https://x.example/$ACCESS_TOKEN/end\" \\\n  --data-urlencode 'a=b c' \\\n  \
                        --data-urlencode 'k=$'";
        assert_eq!(line, expected);
    }

    #[test]
    fn json_is_a_document_in_which_the_shell_finds_its_variables_alone() {
        let body = format!(r#"{{"a":"\"$HOME`","secret":"{}x"}}"#, Variable::ClientSecret.mark());
        let json = [("Content-Type", "application/json")];
        let line = Variables::default().curl(&request(Method::Post, "https://x.example/t", &json, Some(&body)));
        let expected = "curl https://x.example/t \\\n  -H 'Content-Type: application/json' \\\n  -d @- <<END\n{\n  \
                        \"a\": \"\\\\\"\\$HOME\\`\",\n  \"secret\": \"${CLIENT_SECRET}x\"\n}\nEND";
        assert_eq!(line, expected);
    }
}
