package org.vibrissa.config.internal.command;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.config.Configuration;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import picocli.CommandLine.Command;

/** {@code vibrissa config keys}. */
@Component
public final class ConfigKeys implements CommandProvider {
    private final Configuration configuration;

    /** For this daemon's configuration. */
    @Activate
    public ConfigKeys(@Reference Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    public String path() {
        return "config keys";
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
        return "vibrissa config keys";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(configuration, invocation);
    }

    @Command(description = "Lists every key with its type, default and meaning.")
    private static final class Run implements Runnable {
        private final Configuration configuration;
        private final Invocation invocation;

        Run(Configuration configuration, Invocation invocation) {
            this.configuration = configuration;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            invocation.print(
                    Table.of(configuration.settings())
                            .column("KEY", "key", s -> s.key().name())
                            .column("TYPE", "type", s -> ConfigGroup.type(s.key()))
                            .column("DEFAULT", "default", s -> s.key().defaultValue())
                            .column("CLASS", "class", s -> ConfigGroup.word(s.key().changeClass()))
                            .column("MEANING", "doc", s -> s.key().doc())
                            .detail("owner", s -> s.key().owner()));
        }
    }
}
