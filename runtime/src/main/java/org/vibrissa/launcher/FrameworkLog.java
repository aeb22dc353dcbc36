package org.vibrissa.launcher;

import org.apache.felix.framework.Logger;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.slf4j.LoggerFactory;

/** Sends the framework's own messages to our log. */
final class FrameworkLog extends Logger {
    private final org.slf4j.Logger log = LoggerFactory.getLogger("felix");

    @Override
    @SuppressWarnings("rawtypes") // as the framework declares it
    protected void doLog(
            Bundle bundle, ServiceReference ref, int level, String message, Throwable thrown) {
        String text = bundle == null ? message : bundle.getSymbolicName() + ": " + message;
        switch (level) {
            case LOG_ERROR -> log.error(text, thrown);
            case LOG_WARNING -> log.warn(text, thrown);
            case LOG_INFO -> log.debug(text, thrown);
            default -> log.trace(text, thrown);
        }
    }
}
