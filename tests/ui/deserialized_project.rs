//! A project comes from its history, never from a document that claims its stage.

use project_lifecycle::Project;

fn main() {
    let _: Project = serde_json::from_str("{\"stage\":\"operating\"}").unwrap();
}
