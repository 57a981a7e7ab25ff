//! Output files: written under a temporary name and renamed when whole.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::context::Context;
use super::error::CliError;

/// Where results go.
pub(super) enum Output {
    /// Standard output.
    Stdout(Box<dyn Write + Send>),
    /// A file, not yet under its name.
    File(OutputFile),
}

/// A file under a temporary name; removed unless finished.
pub(super) struct OutputFile {
    writer: BufWriter<File>,
    path: PathBuf,
    temporary: Option<PathBuf>,
}

impl Output {
    /// Opens a file for writing; `-` and none are standard output.
    pub(super) fn open(path: Option<&Path>) -> Result<Self, CliError> {
        let Some(path) = path.filter(|path| *path != Path::new("-")) else {
            return Ok(Self::Stdout(Box::new(Context::raw_stdout())));
        };
        // A device or a pipe cannot be replaced by renaming.
        let special = fs::metadata(path).is_ok_and(|metadata| !metadata.is_file());
        // A name of its own: neither a user's file nor that of another run.
        let temporary = (!special).then(|| {
            let mut name = path.as_os_str().to_owned();
            name.push(format!(".{}.part", std::process::id()));
            PathBuf::from(name)
        });
        let file = match &temporary {
            Some(temporary) => File::create_new(temporary),
            None => File::create(path),
        };
        let file = file.map_err(|error| CliError::output(path, &error))?;
        let writer = BufWriter::with_capacity(1 << 16, file);
        Ok(Self::File(OutputFile {
            writer,
            path: path.to_owned(),
            temporary,
        }))
    }

    /// Returns whether it is a file.
    pub(super) fn is_file(&self) -> bool {
        matches!(self, Self::File(_))
    }

    /// Returns the folder for what has to wait in a file meanwhile: that of the output, which has
    /// room for it, else the system's.
    pub(super) fn scratch(&self) -> PathBuf {
        let beside = match self {
            Self::File(file) => file.temporary.as_deref().and_then(Path::parent),
            Self::Stdout(_) => None,
        };
        match beside {
            None => std::env::temp_dir(),
            Some(folder) if folder.as_os_str().is_empty() => PathBuf::from("."),
            Some(folder) => folder.to_owned(),
        }
    }

    /// Flushes everything and gives the file its name.
    pub(super) fn finish(self) -> Result<(), CliError> {
        match self {
            Self::Stdout(mut writer) => Ok(writer.flush()?),
            Self::File(mut file) => {
                let path = file.path.clone();
                let fail = |error| CliError::output(&path, &error);
                file.writer.flush().map_err(fail)?;
                if let Some(temporary) = file.temporary.take() {
                    fs::rename(&temporary, &file.path).map_err(fail)?;
                }
                Ok(())
            }
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Self::Stdout(writer) => writer.write(bytes),
            Self::File(file) => file.writer.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Self::Stdout(writer) => writer.flush(),
            Self::File(file) => file.writer.flush(),
        }
    }
}

impl Drop for OutputFile {
    fn drop(&mut self) {
        if let Some(temporary) = &self.temporary {
            // Half a table is worse than none; if it cannot be removed, its name tells what it is.
            let _ = fs::remove_file(temporary);
        }
    }
}
