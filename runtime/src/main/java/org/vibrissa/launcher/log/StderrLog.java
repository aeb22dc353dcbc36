package org.vibrissa.launcher.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.vibrissa.runtime.LogControl;

/** All loggers of the process, their common level and the place they write to. */
public final class StderrLog implements ILoggerFactory, LogControl {
    private final ConcurrentMap<String, Logger> loggers = new ConcurrentHashMap<>();
    private final FileOutputStream stderr = new FileOutputStream(FileDescriptor.err);
    private volatile Level level = Level.INFO;
    private volatile LineFormat format =
            System.getenv("JOURNAL_STREAM") == null ? LineFormat.TEXT : LineFormat.JOURNAL;

    /** Those of this process. */
    public static StderrLog ofProcess() {
        return (StderrLog) LoggerFactory.getILoggerFactory();
    }

    @Override
    public Logger getLogger(String name) {
        return loggers.computeIfAbsent(name, key -> new LineLogger(key, this));
    }

    @Override
    public void level(System.Logger.Level lowest) {
        level =
                switch (lowest) {
                    case ALL, TRACE -> Level.TRACE;
                    case DEBUG -> Level.DEBUG;
                    case INFO -> Level.INFO;
                    case WARNING -> Level.WARN;
                    case ERROR, OFF -> Level.ERROR;
                };
    }

    @Override
    public void format(Format wanted) {
        if (wanted == Format.JSON) {
            format = LineFormat.JSON;
        } else if (format == LineFormat.JSON) {
            format = System.getenv("JOURNAL_STREAM") == null ? LineFormat.TEXT : LineFormat.JOURNAL;
        }
    }

    boolean enabled(Level asked) {
        return asked.toInt() >= level.toInt();
    }

    /** One write per line, so that lines of several threads do not mix. */
    void write(Level lineLevel, String logger, String message, Throwable thrown) {
        byte[] line = format.line(Instant.now(), lineLevel, logger, message, thrown);
        try {
            stderr.write(line);
        } catch (IOException e) {
            // Standard error is gone; there is nowhere left to say so.
            return;
        }
    }
}
