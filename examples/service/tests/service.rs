//! The API, asked over a socket as a client asks it.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;

use project_lifecycle::audit::merkle::RecordProof;
use project_lifecycle::lifecycle::Position;
use project_lifecycle::prelude::*;
use project_lifecycle::project::Change;
use project_lifecycle::testing::{Walk, sample};
use project_lifecycle::value::DigestAlgorithm;
use serde_json::{Value, json};

/// A service on a file of its own, which goes with it.
struct Service {
    folder: PathBuf,
    address: SocketAddr,
}

/// What was answered.
struct Answered {
    status: u16,
    head: String,
    body: Vec<u8>,
}

/// Long after everything that a test records.
fn clock() -> Timestamp {
    "2025-12-31T00:00:00Z".parse().expect("an instant")
}

fn source() -> Source {
    "urn:example:city".parse().expect("a source")
}

impl Service {
    fn start(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("service-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let mut store = SqliteStore::open_or_create(folder.join("city.db"), source()).expect("a store");
        store
            .open_log(DigestAlgorithm::default(), &sample::actor(), sample::instant("2018-01-01T00:00:00Z"))
            .expect("opened");
        let api = project_lifecycle_service::api(store, Policy::shenyang_2018(), clock);
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().expect("a runtime");
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
                tell.send(listener.local_addr().expect("its address")).expect("the test waits");
                axum::serve(listener, api).await
            })
        });
        Self { folder, address: told.recv().expect("it listens") }
    }

    /// The same file, for one who only reads.
    fn store(&self) -> SqliteStore {
        SqliteStore::open_read_only(self.folder.join("city.db"), source()).expect("it is there")
    }

    fn lines(&self) -> u64 {
        self.store().head().expect("a head").tree.size()
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answered {
        let mut stream = TcpStream::connect(self.address).expect("it listens");
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: city\r\nConnection: close\r\nX-User: officer-7\r\n");
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("Content-Length: {}\r\n\r\n", body.len());
        stream.write_all(head.as_bytes()).expect("it reads the head");
        // what is too long it does not read to its end
        let _ = stream.write_all(body);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8(answer[..end].to_vec()).expect("text").to_ascii_lowercase();
        let status = head[9..12].parse().expect("a status");
        Answered { status, head, body: answer[end + 4..].to_vec() }
    }

    fn fetch(&self, path: &str, language: &str) -> Answered {
        self.ask("GET", path, &[("Accept-Language", language)], b"")
    }

    fn post(&self, path: &str, id: EventId, language: &str, body: &[u8]) -> Answered {
        self.ask("POST", path, &[("Accept-Language", language), ("Command-Id", &id.to_string())], body)
    }

    /// Sends what an event records, as the form from which it could have come.
    fn send(&self, event: &Event) -> Answered {
        let (project, on) = (event.project(), event.effective_on());
        let (path, body) = match (event.change(), CommandForm::of_change(event.change())) {
            (_, Some(form)) => (format!("/projects/{project}/{}?on={on}", form.command_name()), form.json()),
            (Change::Plan { profile, .. }, None) => {
                (format!("/projects/{project}?on={on}"), json!(profile).to_string())
            }
            (other, None) => panic!("{other:?} has no form"),
        };
        self.post(&path, event.id(), "en", body.as_bytes())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Answered {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("no JSON: {}", String::from_utf8_lossy(&self.body)))
    }

    /// What a problem says, in the form and the language that its headers name.
    fn problem(&self, status: u16, kind: &str, language: &str) -> Value {
        let body = self.json();
        assert_eq!(self.status, status, "{body}");
        assert!(self.head.contains("content-type: application/problem+json"), "{}", self.head);
        assert!(self.head.contains(&format!("content-language: {language}")), "{}", self.head);
        assert_eq!(body["type"], format!("urn:project-lifecycle:problem:{kind}"), "{body}");
        assert_eq!(body["status"], status);
        let is_han = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        for member in ["title", "detail"] {
            assert_eq!(is_han(body[member].as_str().expect("a text")), language == "zh", "{body}");
        }
        body
    }
}

fn codes(reasons: &Value) -> Vec<&str> {
    reasons.as_array().into_iter().flatten().map(|reason| reason["code"].as_str().expect("a code")).collect()
}

/// At every position what the service calls open it takes from JSON, and what it calls blocked it refuses for these reasons.
#[test]
fn what_is_explained_holds_for_forms() {
    let service = Service::start("explain");
    let (mut open, mut blocked) = (0, 0);
    for (p, position) in (1..).zip(Position::all()) {
        for (n, verb) in (0..).zip(Verb::ALL) {
            let mut walk = Walk::to(p * 100 + n, position);
            walk.pass(1);
            let id = walk.project.id();
            for event in walk.project.events() {
                let answered = service.send(event);
                assert_eq!(answered.status, 200, "{event:?}: {}", answered.json());
            }
            let path = format!("/projects/{id}");
            assert_eq!(service.fetch(&path, "en").json()["version"], walk.project.version());
            let on = format!("?on={}", walk.today);
            let explained = service.fetch(&format!("{path}/explain{on}"), "en").json();
            let of_verb = &explained[usize::try_from(n).expect("few verbs")];
            assert_eq!(of_verb["verb"], verb.code());
            let act = format!("{path}/{}{on}", verb.code());
            let command_id = walk.context().id();
            if of_verb["open"].is_null() {
                let refused = service.post(&act, command_id, "en", b"{}").json();
                let reasons = refused["reasons"].as_array().expect("reasons");
                for reason in of_verb["blocked"].as_array().expect("blocked") {
                    assert!(reasons.contains(reason), "{verb} at {position}: {reason} is not among {refused}");
                }
                blocked += 1;
            } else {
                let form = CommandForm::of(&walk.complete(verb)).expect("it has a form");
                let given = service.post(&act, command_id, "en", form.json().as_bytes());
                assert_eq!(given.status, 200, "{verb} at {position}: {}", given.json());
                open += 1;
            }
        }
    }
    // some of the law's moves are closed to everybody, as a stall before its time
    assert!(open >= 25 && blocked > 100, "{open} open, {blocked} blocked");
    assert!(matches!(verify_all(&service), Verdict::SelfConsistent { .. }));
}

fn verify_all(service: &Service) -> Verdict {
    let found = service.store().verify(project_lifecycle::audit::Verifier::new()).expect("it reads").finish();
    assert!(found.faults.is_empty(), "{found}");
    found.lines
}

#[test]
fn refusals_are_told_in_the_language_asked_for() {
    let service = Service::start("languages");
    let walk = Walk::plan(1);
    let id = walk.project.id();
    service.send(&walk.project.events()[0]);
    let act = |verb: &str| format!("/projects/{id}/{verb}?on={}", walk.today);
    let next = walk.context().id();
    let before = service.lines();

    let illegal = service.post(&act("sign"), next, "en", b"{}").problem(409, "refused", "en");
    assert_eq!(
        (illegal["title"].as_str(), codes(&illegal["reasons"])),
        (Some("The command is refused"), vec!["not_permitted"])
    );
    assert_eq!(illegal["reasons"][0]["lift"]["text"], "first engage");
    assert_eq!(
        (illegal["project"].as_str(), illegal["command"].as_str()),
        (Some(id.to_string().as_str()), Some("sign"))
    );
    let same = service.post(&act("sign"), next, "zh-CN,en;q=0.5", b"{}").problem(409, "refused", "zh");
    assert_eq!(same["reasons"][0]["lift"]["text"], "须先启动洽谈");
    assert_eq!(same["title"], "不予办理");

    let gaps =
        service.post(&act("engage"), next, "en", br#"{"client": 7, "colour": "red"}"#).problem(422, "refused", "en");
    let members: Vec<_> = gaps["reasons"].as_array().expect("reasons").iter().map(|reason| &reason["member"]).collect();
    assert!(members.contains(&&json!("client")) && members.contains(&&json!("colour")), "{gaps}");
    assert!(members.contains(&&json!("first_contact")), "{gaps}");

    let other = ProjectId::named("of nobody");
    service.post(&format!("/projects/{other}/engage"), next, "en", b"{}").problem(404, "no_project", "en");
    service.fetch(&format!("/projects/{other}"), "zh").problem(404, "no_project", "zh");
    service.fetch(&format!("/projects/{other}/trail"), "en").problem(404, "no_project", "en");
    service.fetch("/records/99/proof", "zh").problem(404, "no_record", "zh");
    let unknown = service.post(&act("skip"), next, "en", b"{}").problem(404, "no_command", "en");
    assert!(unknown["detail"].as_str().expect("a text").starts_with("`skip` is no command; known are admit, engage"));
    for bad in [
        "/projects/seven",
        "/records/first/proof",
        "/projects?stage=signing",
        "/projects?limit=many",
        "/projects?zone=%20",
    ] {
        service.fetch(bad, "en").problem(400, "unreadable", "en");
        service.fetch(bad, "zh").problem(400, "unreadable", "zh");
    }
    let no_id =
        service.ask("POST", &act("engage"), &[("Accept-Language", "en")], b"{}").problem(400, "unreadable", "en");
    assert_eq!(no_id["detail"], "`Command-Id` cannot be read: ``");
    // planned once more under another id
    let again = service.post(
        &format!("/projects/{id}?on={}", walk.today),
        next,
        "en",
        json!(walk.project.profile()).to_string().as_bytes(),
    );
    again.problem(409, "already_planned", "en");
    assert_eq!(service.lines(), before);
}

#[test]
fn a_command_sent_twice_is_recorded_once() {
    let service = Service::start("retry");
    let walk = Walk::to(1, Position::START);
    for event in walk.project.events() {
        let (first, second) = (service.send(event).json(), service.send(event).json());
        assert_eq!((&first["is_new"], &second["is_new"]), (&json!(true), &json!(false)));
        assert_eq!(first["record"], second["record"]);
    }
    assert_eq!(service.lines(), 1 + walk.project.version());
    // the id of an officer's assignment for something else
    let used = walk.project.events()[1].id();
    let path = format!("/projects/{}/assign_officer", walk.project.id());
    let reused = service.post(&path, used, "en", br#"{"officer": "officer-8"}"#).problem(409, "refused", "en");
    assert_eq!(codes(&reused["reasons"]), ["id_reused"]);
}

#[test]
fn lists_go_on_where_they_ended() {
    let service = Service::start("lists");
    for p in 1..=5 {
        service.send(&Walk::plan(p).project.events()[0]);
    }
    let first = service.fetch("/projects?limit=2&stage=planned", "en").json();
    let place = first["next"].as_str().expect("there is more");
    let second = service.fetch(&format!("/projects?limit=2&stage=planned&after={place}"), "en").json();
    let third = service
        .fetch(&format!("/projects?limit=2&stage=planned&after={}", second["next"].as_str().expect("more")), "en")
        .json();
    let mut seen: Vec<_> = [&first, &second, &third]
        .into_iter()
        .flat_map(|page| page["projects"].as_array().expect("projects"))
        .map(|project| project["project"].as_str().expect("an id").to_owned())
        .collect();
    assert_eq!((seen.len(), third["next"].is_null()), (5, true));
    seen.dedup();
    assert_eq!(seen.len(), 5);
    // a place of another list, one made up, one cut short
    service.fetch(&format!("/projects?stage=signed&after={place}"), "en").problem(400, "other_list", "en");
    service.fetch(&format!("/projects?name=a&after={place}"), "zh").problem(400, "other_list", "zh");
    service.fetch("/projects?after=id.0000000000000000.x", "en").problem(400, "unreadable", "en");
    service.fetch(&format!("/projects?stage=planned&after={}", &place[..place.len() - 1]), "zh").problem(
        400,
        "unreadable",
        "zh",
    );
}

#[test]
fn hostile_bodies_are_refused_by_name_and_write_nothing() {
    let service = Service::start("hostile");
    let walk = Walk::to(1, Position::START);
    for event in walk.project.events() {
        service.send(event);
    }
    let before = service.lines();
    let path = format!("/projects/{}/engage?on={}", walk.project.id(), walk.today);
    let deep = "[".repeat(100_000);
    let bodies: [(&[u8], u16); 8] = [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (deep.as_bytes(), 400),
        (b"[]", 422),
        (br#"{"client": "a", "client": "b"}"#, 422),
        (br#"{"client": "a\u0000b"}"#, 422),
        (br#"{"client": "\ud800"}"#, 400),
    ];
    for (body, status) in bodies {
        for language in ["en", "zh"] {
            service.post(&path, walk.context().id(), language, body).problem(status, "refused", language);
        }
    }
    let invisible = "{\"client\": \"\u{200b}\u{feff}\"}";
    let blank = service.post(&path, walk.context().id(), "en", invisible.as_bytes()).problem(422, "refused", "en");
    assert_eq!(blank["reasons"][0]["code"], "missing", "{blank}");
    let long = vec![b' '; 10 * 1024 * 1024];
    service.post(&path, walk.context().id(), "zh", &long).problem(413, "too_large", "zh");
    assert_eq!(service.lines(), before);
}

#[test]
fn a_record_is_proved_to_one_who_has_its_line_alone() {
    let service = Service::start("proof");
    let walk = Walk::to(1, Position::START);
    for event in walk.project.events() {
        service.send(event);
    }
    let trail = service.fetch(&format!("/projects/{}/trail", walk.project.id()), "en");
    let lines: Vec<_> = trail.body.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).collect();
    assert_eq!(lines.len() as u64, walk.project.version());
    for line in lines {
        let record = Record::parse(line).expect("a record");
        let proof = service.fetch(&format!("/records/{}/proof", record.sequence()), "en").json();
        let proof: RecordProof = serde_json::from_value(proof).expect("a proof");
        proof.verify(&record).expect("it is in the log");
        let other = service.fetch(&format!("/records/{}/proof", record.sequence() - 1), "en").json();
        let other: RecordProof = serde_json::from_value(other).expect("a proof");
        assert!(other.verify(&record).is_err());
    }
}

/// What each verb needs is told in one language, too.
#[test]
fn explanations_are_told_in_the_language_asked_for() {
    let service = Service::start("explained");
    let walk = Walk::plan(1);
    service.send(&walk.project.events()[0]);
    let path = format!("/projects/{}/explain?on={}", walk.project.id(), walk.today);
    let explained = service.fetch(&path, "zh").json();
    let sign = explained.as_array().expect("verbs").iter().find(|verb| verb["verb"] == "sign").expect("signing");
    assert_eq!((&sign["label"], &sign["to"]), (&json!("签约"), &Value::Null));
    let walked = walk.project.explain_verb(Verb::Sign, &walk.context(), &walk.policy);
    assert!(matches!(walked.answer, Answer::Blocked(reasons) if reasons.len() == 1));
}
