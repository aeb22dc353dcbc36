package org.vibrissa.hubble.internal.observe;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/** Notes the flags about flows in the order of the command line: {@code --not} needs it. */
final class FilterOptions {
    private final List<Filters.Met> met = new ArrayList<>();

    /** Adds an option for each flag. */
    void addTo(CommandSpec spec) {
        for (Flag flag : Flag.all()) {
            boolean valued = !flag.value().isEmpty();
            Recorder recorder = new Recorder(flag);
            OptionSpec.Builder option =
                    OptionSpec.builder(flag.names())
                            .type(List.class)
                            .auxiliaryTypes(valued ? String.class : Boolean.class)
                            .arity(valued ? "1" : "0")
                            .description(flag.help())
                            .getter(recorder)
                            .setter(recorder);
            if (valued) {
                option.paramLabel(flag.value());
            }
            spec.addOption(option.build());
        }
    }

    List<Filters.Met> met() {
        return met;
    }

    /** Gets all values of its flag so far, each time one is met. */
    private final class Recorder implements IGetter, ISetter {
        private final Flag flag;
        private Object values;
        private int seen;

        Recorder(Flag flag) {
            this.flag = flag;
        }

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // picocli's own signature
        public <T> T get() {
            return (T) values;
        }

        @Override
        public <T> T set(T value) {
            values = value;
            if (value instanceof List<?> all) {
                for (; seen < all.size(); seen++) {
                    boolean valued = !flag.value().isEmpty();
                    met.add(new Filters.Met(flag, valued ? all.get(seen).toString() : ""));
                }
            }
            return value;
        }
    }
}
