//! Draws the images as points, once: right ones as discs, wrong ones as crosses over them. It does
//! not know the lines.

use statistics::selection::Outcome;
use web_sys::CanvasRenderingContext2d;

use super::axes::{confidence_share, ratio_share};
use crate::app::log::Logged;
use crate::components::{Sheet, context};
use charts::Ink;

/// Radius of a disc, in units of text.
const DISC: f64 = 0.16;
/// Half the width of a cross, in units of text.
const CROSS: f64 = 0.26;

/// Draws the points over the whole canvas, which stays transparent beneath them.
pub fn draw_points(sheet: &Sheet, outcomes: &[Outcome]) {
    let Some(context) = context(&sheet.canvas) else { return };
    let ((width, height), em) = (sheet.pen.size(), sheet.pen.em);
    context.clear_rect(0.0, 0.0, width, height);
    let place = |outcome: &Outcome| {
        let x = confidence_share(outcome.confidence.into()) * width;
        (x, (1.0 - ratio_share(outcome.error_ratio.into())) * height)
    };
    let colour = |ink| {
        let rgb = sheet.pen.palette.ink_of(ink);
        format!("rgb({} {} {})", rgb.0, rgb.1, rgb.2)
    };
    let (right, wrong): (Vec<_>, Vec<_>) = outcomes.iter().partition(|outcome| outcome.is_right);
    context.set_fill_style_str(&colour(Ink::Accent));
    context.set_global_alpha(0.45);
    discs(&context, right.into_iter().map(place), DISC * em);
    context.set_stroke_style_str(&colour(Ink::Reject));
    context.set_line_width((em / 9.0).max(1.0));
    context.set_global_alpha(0.95);
    crosses(&context, wrong.into_iter().map(place), CROSS * em);
}

fn discs(context: &CanvasRenderingContext2d, at: impl Iterator<Item = (f64, f64)>, radius: f64) {
    for (x, y) in at {
        // One path each, so that discs over one another grow darker.
        context.begin_path();
        context.arc(x, y, radius, 0.0, std::f64::consts::TAU).logged("draw a disc");
        context.fill();
    }
}

fn crosses(context: &CanvasRenderingContext2d, at: impl Iterator<Item = (f64, f64)>, half: f64) {
    context.begin_path();
    for (x, y) in at {
        context.move_to(x - half, y - half);
        context.line_to(x + half, y + half);
        context.move_to(x - half, y + half);
        context.line_to(x + half, y - half);
    }
    context.stroke();
}
