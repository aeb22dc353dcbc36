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

/** {@code vibrissa config set}. */
@Component
public final class ConfigSet implements CommandProvider {
    private final Configuration configuration;

    /** For this daemon's configuration. */
    @Activate
    public ConfigSet(@Reference Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    public String path() {
        return "config set";
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
        return "vibrissa config set log.level debug";
    }

    @Override
    public boolean structured() {
        return false;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(configuration, invocation);
    }

    @Command(
            description =
                    "Stores a key's value and puts it in force as far as the key's class allows.")
    private static final class Run implements Runnable {
        private final Configuration configuration;
        private final Invocation invocation;

        @Parameters(paramLabel = "KEY", description = "A key as 'vibrissa config keys' lists it.")
        private String key;

        @Parameters(
                paramLabel = "VALUE",
                description = "A value of the key's type; items of a list with commas.")
        private String value;

        Run(Configuration configuration, Invocation invocation) {
            this.configuration = configuration;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            try {
                Change planned = configuration.preview(key, value);
                invocation
                        .out()
                        .printf(
                                "%s is %s: %s%n",
                                key,
                                ConfigGroup.word(planned.key().changeClass()),
                                planned.effect());
                invocation.out().flush();
                Change done = configuration.set(key, value);
                invocation.out().printf("%s: %s -> %s%n", key, done.before(), done.after());
            } catch (ConfigurationRejected e) {
                throw ConfigGroup.failed(e);
            }
        }
    }
}
