//! What a request says: its path, its query, its body. What cannot be read is a problem.

use super::problem::Problem;
use axum::extract::{FromRequest, FromRequestParts, MatchedPath, Path, Query, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{Method, StatusCode};
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, Error, MapAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// Names in the path.
pub(super) struct At<T>(pub(super) T);
/// Parameters in the query.
pub(super) struct Asked<T>(pub(super) T);
/// A JSON body.
pub(super) struct Sent<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for At<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Path(path) =
            Path::from_request_parts(parts, state).await.map_err(|no| unreadable("the path", &no.body_text()))?;
        Ok(Self(path))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Query(query) =
            Query::from_request_parts(parts, state).await.map_err(|no| unreadable("the query", &no.body_text()))?;
        Ok(Self(query))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match axum::Json::<Object<T>>::from_request(request, state).await {
            Ok(axum::Json(Object(body))) => Ok(Self(body)),
            Err(no) if no.status() == StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                Err(Problem::media_type("send JSON with `Content-Type: application/json`"))
            }
            Err(no) => Err(unreadable("the body", &no.body_text())),
        }
    }
}

/// What is wrong with a part of the request: behind the first colon stands more than that it could not be read.
fn unreadable(part: &str, said: &str) -> Problem {
    let why = said.split_once(": ").map_or(said, |(_, why)| why);
    Problem::unreadable(format!("{part}: {why}"))
}

/// Refuses a query parameter that the address does not know, by its description: overlooking it would answer another question than was asked.
pub(super) async fn known_parameters(
    State(described): State<Arc<Value>>,
    path: MatchedPath,
    request: Request,
    next: Next,
) -> Response {
    let method = if request.method() == Method::HEAD { &Method::GET } else { request.method() };
    let operation = &described["paths"][path.as_str()][method.as_str().to_ascii_lowercase()];
    let all = operation["parameters"].as_array().into_iter().flatten();
    let known: Vec<&str> = all.filter(|own| own["in"] == "query").filter_map(|own| own["name"].as_str()).collect();
    let query = request.uri().query().unwrap_or_default();
    let unknown = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| !known.contains(&name.as_ref()));
    match unknown {
        None => next.run(request).await,
        Some((name, _)) if known.is_empty() => {
            Problem::unreadable(format!("`{name}` is no parameter here: there are none in the query")).into_response()
        }
        Some((name, _)) => {
            let known = known.join("`, `");
            Problem::unreadable(format!("`{name}` is no parameter here; known are `{known}`")).into_response()
        }
    }
}

/// A JSON object. By itself serde takes an array of a struct's members as well.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Object<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(members)).map(Object)
    }
}

/// A whole number, which JSON may write as `3.0` as well (JSON Schema 2020-12, validation, section 6.1.1).
struct Whole<T>(T);

impl<'de, T: TryFrom<i64>> Deserialize<'de> for Whole<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(WholeVisitor(PhantomData))
    }
}

struct WholeVisitor<T>(PhantomData<T>);

impl<T: TryFrom<i64>> Visitor<'_> for WholeVisitor<T> {
    type Value = Whole<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number within the bounds that openapi.json names")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Whole<T>, E> {
        let fits = T::try_from(number).map(Whole);
        fits.map_err(|_| E::invalid_value(Unexpected::Signed(number), &self))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Whole<T>, E> {
        let signed = i64::try_from(number).map_err(|_| E::invalid_value(Unexpected::Unsigned(number), &self))?;
        self.visit_i64(signed)
    }

    #[allow(clippy::cast_possible_truncation, reason = "it is whole, and within what a double tells apart")]
    fn visit_f64<E: Error>(self, number: f64) -> Result<Whole<T>, E> {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        match number.fract() == 0.0 && number.abs() <= EXACT {
            true => self.visit_i64(number as i64),
            false => Err(E::invalid_value(Unexpected::Float(number), &self)),
        }
    }
}

/// A whole number, for `deserialize_with`.
pub(super) fn whole<'de, D: Deserializer<'de>, T: TryFrom<i64>>(from: D) -> Result<T, D::Error> {
    Whole::deserialize(from).map(|Whole(number)| number)
}

/// The same, or `null`; it cannot be left out.
pub(super) fn whole_or_null<'de, D: Deserializer<'de>, T: TryFrom<i64>>(from: D) -> Result<Option<T>, D::Error> {
    Ok(Option::<Whole<T>>::deserialize(from)?.map(|Whole(number)| number))
}

/// A second of a query.
pub(super) fn second<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
    let text = String::deserialize(from)?;
    text.parse().map(Some).map_err(|_| D::Error::custom("a time is a whole number of seconds since 1970"))
}

/// A value that may be `null`, told from one that is left out.
pub(super) fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(from).map(Some)
}

/// The same of a whole number.
pub(super) fn whole_given<'de, D: Deserializer<'de>, T: TryFrom<i64>>(from: D) -> Result<Option<Option<T>>, D::Error> {
    whole_or_null(from).map(Some)
}

/// Whole numbers by name.
pub(super) fn wholes<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, i64>, D::Error> {
    let numbers = BTreeMap::<String, Whole<i64>>::deserialize(from)?;
    Ok(numbers.into_iter().map(|(name, Whole(number))| (name, number)).collect())
}
