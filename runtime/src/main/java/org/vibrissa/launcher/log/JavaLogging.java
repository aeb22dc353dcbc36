package org.vibrissa.launcher.log;

import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Libraries that log by java.util.logging, such as gRPC, write where all others do. */
public final class JavaLogging extends Handler {
    private final SimpleFormatter words = new SimpleFormatter();

    private final Function<String, Logger> loggers;

    /** A handler that finds the line's logger by name. */
    public JavaLogging(Function<String, Logger> loggers) {
        this.loggers = loggers;
    }

    /** In place of the lines that the JDK would write to standard error. */
    public static void redirect() {
        LogManager.getLogManager().reset();
        java.util.logging.Logger root = java.util.logging.Logger.getLogger("");
        root.setLevel(Level.INFO);
        root.addHandler(new JavaLogging(LoggerFactory::getLogger));
    }

    @Override
    public void publish(LogRecord entry) {
        Logger log = loggers.apply(entry.getLoggerName() == null ? "java" : entry.getLoggerName());
        log.atLevel(level(entry.getLevel()))
                .setCause(entry.getThrown())
                .log("{}", words.formatMessage(entry));
    }

    private static org.slf4j.event.Level level(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return org.slf4j.event.Level.ERROR;
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return org.slf4j.event.Level.WARN;
        }
        return level.intValue() >= Level.INFO.intValue()
                ? org.slf4j.event.Level.INFO
                : org.slf4j.event.Level.DEBUG;
    }

    @Override
    public void flush() {
        // Each line is written at once.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
