package org.vibrissa.launcher.log;

import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** One named logger. */
final class LineLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;

    private final transient StderrLog log;

    LineLogger(String name, StderrLog log) {
        this.name = name;
        this.log = log;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
        String message = MessageFormatter.basicArrayFormat(pattern, arguments);
        log.write(level, name, message, thrown);
    }

    @Override
    protected String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    public boolean isTraceEnabled() {
        return log.enabled(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return log.enabled(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return log.enabled(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return log.enabled(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return log.enabled(Level.ERROR);
    }
}
