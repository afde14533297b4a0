//! A form with files in it, from somebody who is signed in.

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use kernel::ErrorCode;
use multer::{Constraints, Multipart, SizeLimit};

use super::Dashboard;
use super::failure::{DeskFailure, go};
use super::reader::{AtDesk, Reader, is_from_here};
use web::storefront::address::Pairs;
use web::upload::UPLOAD_BYTES;

/// Bytes of a field that is no file.
const FIELD_BYTES: u64 = 8 << 10;

/// A form with files.
pub(crate) struct SentFiles {
    pub(crate) by: AtDesk,
    pub(crate) form: Pairs,
    /// Those that hold something.
    pub(crate) files: Vec<SentFile>,
}

/// A file of a form.
#[derive(Default)]
pub(crate) struct SentFile {
    /// What its sender calls it.
    pub(crate) name: String,
    pub(crate) bytes: Bytes,
}

impl FromRequest<Dashboard> for SentFiles {
    type Rejection = Response;

    async fn from_request(request: Request, desk: &Dashboard) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        if !is_from_here(&parts.headers) {
            return Err(StatusCode::FORBIDDEN.into_response());
        }
        let reader = Reader::read(&mut parts, desk).await.map_err(IntoResponse::into_response)?;
        // Nobody else's file is read.
        let Some(session) = reader.member.as_ref().map(|member| member.person.session.0) else {
            return Err(go("/desk/sign-in?done=signed-in-needed"));
        };
        let Ok((form, files)) = parse(&parts.headers, body).await else {
            return Err(DeskFailure::Refused(ErrorCode::InvalidInput, None).into_response());
        };
        let keys = &desk.app().desk().map_err(IntoResponse::into_response)?.identity.keys;
        if !keys.csrf_matches(session, form.get("csrf").unwrap_or_default()) {
            return Err(go("/desk?done=form-old"));
        }
        Ok(Self { by: AtDesk { reader }, form, files })
    }
}

async fn parse(headers: &HeaderMap, body: Body) -> Result<(Pairs, Vec<SentFile>), multer::Error> {
    let content = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let boundary = multer::parse_boundary(content)?;
    let limits =
        SizeLimit::new().per_field(FIELD_BYTES).for_field("file", UPLOAD_BYTES).whole_stream(UPLOAD_BYTES);
    let constraints = Constraints::new().size_limit(limits);
    let mut parts = Multipart::with_constraints(body.into_data_stream(), boundary, constraints);
    let (mut form, mut files) = (Pairs::default(), Vec::new());
    while let Some(mut part) = parts.next_field().await? {
        if part.name() == Some("file") {
            let name = part.file_name().unwrap_or_default().to_owned();
            let mut bytes = BytesMut::new();
            while let Some(chunk) = part.chunk().await? {
                bytes.extend_from_slice(&chunk);
            }
            if !bytes.is_empty() {
                files.push(SentFile { name, bytes: bytes.freeze() });
            }
        } else if let Some(field) = part.name().map(str::to_owned) {
            form = form.with(&field, &part.text().await?);
        }
    }
    Ok((form, files))
}
