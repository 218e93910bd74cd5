use std::fmt;

/// Which shape is it?
#[derive(Debug)]
pub enum Shape { Circle { radius: f64 }, Square }

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Shape::Circle { radius } if *radius > 1.0 => write!(f, "{radius}"),
            _ => Ok(()),
        }
    }
}
