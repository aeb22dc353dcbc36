package org.vibrissa.config.internal.command;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.config.Change;
import org.vibrissa.config.Configuration;
import org.vibrissa.config.ConfigurationRejected;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vibrissa config unset}. */
@Component
public final class ConfigUnset implements CommandProvider {
    private final Configuration configuration;

    /** For this daemon's configuration. */
    @Activate
    public ConfigUnset(@Reference Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    public String path() {
        return "config unset";
    }

    @Override
    public String section() {
        return ConfigGroup.SECTION;
    }

    @Override
    public Map<String, String> groups() {
        return ConfigGroup.GROUPS;
    }

    @Override
    public String example() {
        return "vibrissa config unset log.level";
    }

    @Override
    public boolean structured() {
        return false;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(configuration, invocation);
    }

    @Command(description = "Forgets a stored value; the files or the default decide again.")
    private static final class Run implements Runnable {
        private final Configuration configuration;
        private final Invocation invocation;

        @Parameters(paramLabel = "KEY", description = "A key as 'vibrissa config keys' lists it.")
        private String key;

        Run(Configuration configuration, Invocation invocation) {
            this.configuration = configuration;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            try {
                Change done = configuration.unset(key);
                invocation
                        .out()
                        .printf(
                                "%s: %s -> %s: %s%n",
                                key, done.before(), done.after(), done.effect());
            } catch (ConfigurationRejected e) {
                throw ConfigGroup.failed(e);
            }
        }
    }
}
