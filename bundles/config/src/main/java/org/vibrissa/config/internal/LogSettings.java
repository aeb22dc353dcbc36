package org.vibrissa.config.internal;

import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.runtime.LogControl;

/** The keys {@code log.*}. */
@Component(
        immediate = true,
        service = {},
        configurationPid = "org.vibrissa.config.log",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class LogSettings {
    private final LogControl log;

    /** As declared in {@code config-keys.json}. */
    public @interface Config {
        /** error, warn, info, debug or trace. */
        String level() default "info";

        /** text or json. */
        String format() default "text";
    }

    /** Sets the log up. */
    @Activate
    public LogSettings(@Reference LogControl log, Config config) {
        this.log = log;
        modified(config);
    }

    @Modified
    void modified(Config config) {
        String level = config.level().equals("warn") ? "warning" : config.level();
        log.level(System.Logger.Level.valueOf(level.toUpperCase(Locale.ROOT)));
        log.format(LogControl.Format.valueOf(config.format().toUpperCase(Locale.ROOT)));
    }
}
