package org.vibrissa.datapath.internal.cli;

import java.util.Map;
import org.vibrissa.control.CommandProvider;

/** What the commands {@code vibrissa bpf NOUN VERB} have in common. */
abstract class BpfCommand implements CommandProvider {
    private final String noun;
    private final String verb;
    private final String about;

    /**
     * @param about one line on the noun, for the help
     */
    BpfCommand(String noun, String verb, String about) {
        this.noun = noun;
        this.verb = verb;
        this.about = about;
    }

    @Override
    public String path() {
        return "bpf " + noun + " " + verb;
    }

    @Override
    public String section() {
        return "Datapath";
    }

    @Override
    public Map<String, String> groups() {
        return Map.of("bpf", "Kernel objects as they are", "bpf " + noun, about);
    }

    @Override
    public String example() {
        return "vibrissa " + path();
    }
}
