package org.vibrissa.config.internal.command;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.config.Configuration;
import org.vibrissa.config.Setting;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vibrissa config get}. */
@Component
public final class ConfigGet implements CommandProvider {
    private final Configuration configuration;

    /** For this daemon's configuration. */
    @Activate
    public ConfigGet(@Reference Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    public String path() {
        return "config get";
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
        return "vibrissa config get log.level";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(configuration, invocation);
    }

    @Command(description = "Prints one key's value.")
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
            Setting setting = ConfigGroup.setting(configuration, key);
            invocation.print(
                    ConfigGroup.document(setting),
                    out -> {
                        out.println(setting.value());
                        setting.pending().ifPresent(v -> out.println("pending: " + v));
                    });
        }
    }
}
