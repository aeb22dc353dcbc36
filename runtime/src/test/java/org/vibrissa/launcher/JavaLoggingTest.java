package org.vibrissa.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.event.EventRecordingLogger;
import org.slf4j.event.SubstituteLoggingEvent;
import org.slf4j.helpers.SubstituteLogger;
import org.vibrissa.launcher.log.JavaLogging;

class JavaLoggingTest {
    private final java.util.Queue<SubstituteLoggingEvent> lines = new java.util.ArrayDeque<>();
    private final JavaLogging logging = new JavaLogging(this::recorder);

    @Test
    void writesAsAllOthersDo() {
        LogRecord entry = new LogRecord(Level.WARNING, "stream {0} ended");
        entry.setLoggerName("io.grpc.Server");
        entry.setParameters(new Object[] {7});
        entry.setThrown(new IllegalStateException("gone"));
        logging.publish(entry);
        SubstituteLoggingEvent line = lines.remove();
        assertEquals("io.grpc.Server", line.getLoggerName());
        assertEquals(org.slf4j.event.Level.WARN, line.getLevel());
        assertEquals("stream 7 ended", line.getArgumentArray()[0]);
        assertEquals("gone", line.getThrowable().getMessage());
    }

    @Test
    void keepsTheLevels() {
        logging.publish(new LogRecord(Level.SEVERE, "a"));
        logging.publish(new LogRecord(Level.INFO, "b"));
        logging.publish(new LogRecord(Level.FINE, "c"));
        assertEquals(org.slf4j.event.Level.ERROR, lines.remove().getLevel());
        assertEquals(org.slf4j.event.Level.INFO, lines.remove().getLevel());
        assertEquals(org.slf4j.event.Level.DEBUG, lines.remove().getLevel());
        assertTrue(lines.isEmpty());
    }

    private Logger recorder(String name) {
        return new EventRecordingLogger(new SubstituteLogger(name, lines, false), lines);
    }
}
