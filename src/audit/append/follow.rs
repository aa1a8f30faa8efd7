//! Whether an event that is to be appended follows from the history of its project or zone.

use super::AppendError;
use crate::project::{Event, Project};
use crate::registry::{Zone, ZoneChange, ZoneEvent, ZoneHistoryError, ZoneHistoryFault};
use crate::value::Source;

/// Moves a zone on by an event that is to be appended to a log, or begins it.
pub(in crate::audit) fn follow_zone(
    source: &Source,
    zone: &mut Option<Zone>,
    event: &ZoneEvent,
) -> Result<(), AppendError> {
    check_log(source, event)?;
    let followed = match zone {
        Some(zone) => zone.apply(event.clone()),
        None => Zone::replay([event.clone()]).map(|registered| *zone = Some(registered)),
    };
    followed.map_err(|why| AppendError::UnlawfulZone(why.into()))
}

/// That a registration was decided for this log, in whose name a zone has the id of its stream.
fn check_log(source: &Source, event: &ZoneEvent) -> Result<(), AppendError> {
    let ZoneChange::Registered { zone, .. } = event.change() else { return Ok(()) };
    let (zone, found) = (zone.uuid(source), event.zone());
    if zone == found {
        return Ok(());
    }
    let fault = ZoneHistoryFault::WrongZone { found };
    Err(AppendError::UnlawfulZone(ZoneHistoryError::Event { zone, version: event.version(), fault }.into()))
}

/// Moves a project on by an event that is to be appended, or begins it.
pub(in crate::audit) fn follow_project(project: &mut Option<Project>, event: &Event) -> Result<(), AppendError> {
    let followed = match project {
        Some(project) => project.apply(event.clone()),
        None => Project::replay([event.clone()]).map(|planned| *project = Some(planned)),
    };
    followed.map_err(|why| AppendError::Unlawful(Box::new(why)))
}
