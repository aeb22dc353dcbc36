package org.vibrissa.config.internal.command;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.config.Configuration;
import org.vibrissa.config.ConfigurationRejected;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import picocli.CommandLine.Command;

/** {@code vibrissa config reload}. */
@Component
public final class ConfigReload implements CommandProvider {
    private final Configuration configuration;

    /** For this daemon's configuration. */
    @Activate
    public ConfigReload(@Reference Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    public String path() {
        return "config reload";
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
        return "vibrissa config reload";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(configuration, invocation);
    }

    @Command(description = "Reads the files again; with a problem in them nothing changes.")
    private static final class Run implements Runnable {
        private final Configuration configuration;
        private final Invocation invocation;

        Run(Configuration configuration, Invocation invocation) {
            this.configuration = configuration;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            try {
                invocation.print(ConfigGroup.changes(configuration.reload()));
            } catch (ConfigurationRejected e) {
                throw ConfigGroup.failed(e);
            }
        }
    }
}
