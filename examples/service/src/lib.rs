//! A platform's API over its projects, on SQLite. What stands here is what a host writes; the rest the crate gives.
//!
//! | request | answer |
//! |---|---|
//! | `POST /projects/{id}` | plans a project from the JSON of its profile: the receipt |
//! | `POST /projects/{id}/{command}` | a form's JSON for any verb, fact or correction: the receipt |
//! | `GET /projects?stage&zone&officer&name&after&limit` | a page of a list, and the place after which the next one begins |
//! | `GET /projects/{id}` | what the project is now |
//! | `GET /projects/{id}/explain` | what each verb needs, or what stands in its way |
//! | `GET /projects/{id}/trail` | the project's records, one on each line |
//! | `GET /records/{sequence}/proof` | the proof that a record is in the log |
//!
//! `Command-Id` is the UUID that the client minted for a command: sent once more, the command is found and not recorded twice.
//! `?on=2018-06-01` says when it took effect, where its evidence does not. `Accept-Language` chooses the language. `X-User` stands
//! for whoever signed in, which a real host finds out by itself.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::error::Error;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, FromRequestParts, Path, Query};
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_LANGUAGE, CONTENT_TYPE};
use axum::http::{StatusCode, request::Parts};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use project_lifecycle::audit::{Subject, give};
use project_lifecycle::prelude::*;
use project_lifecycle::reason::HostReason;
use project_lifecycle::store::{Listing, PageKey};

/// What all handlers share.
#[derive(Clone)]
pub struct Platform {
    store: Arc<Mutex<SqliteStore>>,
    policy: Arc<Policy>,
    clock: fn() -> Timestamp,
}

/// The API over a store, by a policy. The clock is the host's.
pub fn api(store: SqliteStore, policy: Policy, clock: fn() -> Timestamp) -> Router {
    Router::new()
        .route("/projects", get(list))
        .route("/projects/{id}", get(current).post(plan))
        .route("/projects/{id}/explain", get(explain))
        .route("/projects/{id}/trail", get(trail))
        .route("/projects/{id}/{command}", post(command))
        .route("/records/{sequence}/proof", get(proof))
        .fallback(no_route)
        .method_not_allowed_fallback(no_route)
        .layer(DefaultBodyLimit::max(CommandForm::MAX_BYTES))
        .with_state(Platform { store: Arc::new(Mutex::new(store)), policy: Arc::new(policy), clock })
}

type Body = Result<Bytes, BytesRejection>;

async fn no_route(asked: Asked) -> Response {
    let texts = ["there is no such request", "没有此接口"];
    let reason = HostReason::new("host:no_route", texts, ["send one that is documented", "请使用接口文档所列的请求"]);
    told(&Problem::of_host(404, reason.expect("the texts are short")), asked.language)
}

async fn plan(asked: Asked, body: Body) -> Response {
    asked
        .answer(move |asked, store| {
            let (now, context) = asked.context()?;
            let event = Project::plan_form(asked.path("id")?, &form(body)?, &context, &asked.platform.policy)?;
            Ok(Json(store.append(&event.into(), now)?).into_response())
        })
        .await
}

async fn command(asked: Asked, body: Body) -> Response {
    asked
        .answer(move |asked, store| {
            let (now, context) = asked.context()?;
            let form = CommandForm::read(&asked.path::<String>("command")?, &form(body)?)?;
            let policy = &asked.platform.policy;
            let given = give(store, asked.path("id")?, now, |project| project.decide_form(&form, &context, policy))?;
            Ok(Json(given.receipt).into_response())
        })
        .await
}

async fn list(asked: Asked) -> Response {
    asked
        .answer(|asked, store| {
            let named = asked.parameter("name")?.map_or(Listing::All, Listing::Containing);
            let mut query = ProjectQuery::new(named);
            if let Some(stage) = asked.parameter::<Stage>("stage")? {
                query = query.in_stage(stage);
            }
            if let Some(zone) = asked.parameter::<ZoneId>("zone")? {
                query = query.in_zone(zone);
            }
            if let Some(officer) = asked.parameter::<ActorId>("officer")? {
                query = query.of_officer(officer);
            }
            if let Some(limit) = asked.parameter("limit")? {
                query = query.limit(limit);
            }
            if let Some(place) = asked.parameter::<PageKey>("after")? {
                query = query.after(place)?;
            }
            Ok(Json(store.projects(&query)?).into_response())
        })
        .await
}

async fn current(asked: Asked) -> Response {
    asked
        .answer(|asked, store| {
            let id = asked.path("id")?;
            Ok(Json(store.current(id)?.ok_or(Problem::no_project(id))?).into_response())
        })
        .await
}

async fn explain(asked: Asked) -> Response {
    asked
        .answer(move |asked, store| {
            let id: ProjectId = asked.path("id")?;
            let project = store.project(id)?.ok_or(Problem::no_project(id))?;
            let context = asked.context_of(EventId::named(id.uuid(), "explain"))?;
            let explained = project.explain(&context, &asked.platform.policy);
            Ok(Json(explained.iter().map(|verb| verb.told_in(asked.language)).collect::<Vec<_>>()).into_response())
        })
        .await
}

async fn trail(asked: Asked) -> Response {
    asked
        .answer(|asked, store| {
            let id: ProjectId = asked.path("id")?;
            let records = store.stream(Subject::from(id))?;
            if records.is_empty() {
                return Err(Problem::no_project(id));
            }
            // as they are stored, so that a proof can be held to them
            let lines = records.iter().flat_map(|record| [record.line(), b"\n"]).collect::<Vec<_>>().concat();
            Ok(([(CONTENT_TYPE, "application/jsonl")], lines).into_response())
        })
        .await
}

async fn proof(asked: Asked) -> Response {
    asked
        .answer(|asked, store| {
            let sequence = asked.path("sequence")?;
            Ok(Json(store.proof(sequence)?.ok_or(Problem::no_record(sequence))?).into_response())
        })
        .await
}

/// What a request says beside its body.
struct Asked {
    platform: Platform,
    language: Language,
    command_id: String,
    user: String,
    path: BTreeMap<String, String>,
    parameters: BTreeMap<String, String>,
}

impl FromRequestParts<Platform> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, platform: &Platform) -> Result<Self, Infallible> {
        let header =
            |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned();
        let language = Language::preferred(&header(ACCEPT_LANGUAGE.as_str())).unwrap_or(Language::Chinese);
        let parameters = Query::try_from_uri(&parts.uri).map_or_else(|_| BTreeMap::new(), |Query(found)| found);
        let (command_id, user) = (header("command-id"), header("x-user"));
        // what is no text is read as none
        let path =
            Path::from_request_parts(parts, platform).await.map_or_else(|_| BTreeMap::new(), |Path(found)| found);
        Ok(Self { platform: platform.clone(), language, command_id, user, path, parameters })
    }
}

impl Asked {
    /// Does what was asked, on a thread that may wait for the disk, and tells what went wrong in the reader's language.
    async fn answer(
        self,
        work: impl FnOnce(&Self, &mut SqliteStore) -> Result<Response, Problem> + Send + 'static,
    ) -> Response {
        let language = self.language;
        let done = tokio::task::spawn_blocking(move || {
            // what panicked has left no transaction open
            let mut store = self.platform.store.lock().unwrap_or_else(PoisonError::into_inner);
            work(&self, &mut store)
        });
        let problem = match done.await {
            Ok(Ok(response)) => return response,
            Ok(Err(problem)) => problem,
            Err(panicked) => Problem::internal(panicked),
        };
        if let Some(cause) = problem.source().filter(|_| problem.status() == 500) {
            eprintln!("{cause}: {:?}", cause.source());
        }
        told(&problem, language)
    }

    /// The circumstances of a command, and when it was given.
    fn context(&self) -> Result<(Timestamp, Context), Problem> {
        let context = self.context_of(read("Command-Id", &self.command_id)?)?;
        Ok((context.at(), context))
    }

    fn context_of(&self, id: EventId) -> Result<Context, Problem> {
        let actor = Actor::new(AuthType::AppUser, read("X-User", &self.user)?);
        let context = Context::new(id, (self.platform.clock)(), actor);
        Ok(match self.parameter("on")? {
            Some(day) => context.on(day),
            None => context,
        })
    }

    /// A part of the path.
    fn path<T: FromStr>(&self, name: &str) -> Result<T, Problem> {
        read(name, self.path.get(name).map_or("", String::as_str))
    }

    /// A parameter of the query. `None` if there is none.
    fn parameter<T: FromStr>(&self, name: &str) -> Result<Option<T>, Problem> {
        self.parameters.get(name).map(|text| read(name, text)).transpose()
    }
}

fn told(problem: &Problem, language: Language) -> Response {
    let status = StatusCode::from_u16(problem.status()).expect("it is one");
    let headers = [(CONTENT_TYPE, Problem::MEDIA_TYPE), (CONTENT_LANGUAGE, language.code())];
    (status, headers, Json(problem.told_in(language))).into_response()
}

/// Reads a part of a request.
fn read<T: FromStr>(name: &str, text: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| Problem::unreadable(name, text))
}

fn form(body: Body) -> Result<Bytes, Problem> {
    body.map_err(|_| Problem::too_large(CommandForm::MAX_BYTES))
}
