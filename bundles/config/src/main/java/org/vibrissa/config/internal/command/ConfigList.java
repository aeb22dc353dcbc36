package org.vibrissa.config.internal.command;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.config.Configuration;
import org.vibrissa.config.Setting;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import picocli.CommandLine.Command;

/** {@code vibrissa config list}. */
@Component
public final class ConfigList implements CommandProvider {
    private final Configuration configuration;

    /** For this daemon's configuration. */
    @Activate
    public ConfigList(@Reference Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    public String path() {
        return "config list";
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
        return "vibrissa config list";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(configuration, invocation);
    }

    @Command(description = "Lists every key with its value and where that comes from.")
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
                            .column("VALUE", "value", Setting::value)
                            .column("CLASS", "class", s -> ConfigGroup.word(s.key().changeClass()))
                            .column("PENDING", "pending", Setting::pending)
                            .column("ORIGIN", "origin", Setting::origin));
        }
    }
}
