package org.vibrissa.runtime;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The daemon's log on standard error; registered by the launcher. Safe for use by any thread; takes
 * effect at once.
 */
@ProviderType
public interface LogControl {
    /** How a line looks. */
    enum Format {
        /** Time, level, logger, message. */
        TEXT,
        /** One JSON object per line. */
        JSON
    }

    /**
     * Sets what is logged.
     *
     * @param level lines below it are dropped
     */
    void level(System.Logger.Level level);

    /** Sets how lines look. */
    void format(Format format);
}
