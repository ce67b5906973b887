//! JSON Schema of the dialect file, for editors.

use crate::raw::RawDialect;

/// The schema (draft 2020-12).
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(RawDialect);
    schema.insert("title".to_owned(), "Grantor dialect".into());
    schema.to_value()
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_knows_sections_and_words() {
        let schema = super::schema();
        let text = schema.to_string();
        assert_eq!(schema.get("type"), Some(&serde_json::json!("object")));
        assert_eq!(schema.get("additionalProperties"), Some(&serde_json::json!(false)));
        for word in ["same-host-path-prefix", "json-whatever-the-type", "refresh_family", "each_grant", "S256"] {
            assert!(text.contains(word), "{word}");
        }
    }
}
