package org.vibrissa.control.internal.command;

import java.util.ArrayList;
import java.util.List;
import org.vibrissa.state.NearestName;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with the words, and what was probably meant. */
final class Usage {
    private Usage() {}

    static String problem(ParameterException cause) {
        CommandLine line = cause.getCommandLine();
        if (!(cause instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return cause.getMessage();
        }
        String word = unmatched.getUnmatched().get(0);
        if (word.startsWith("-")) {
            String option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            return "unknown option " + option + NearestName.hint(option, options(line));
        }
        if (line.getSubcommands().isEmpty()) {
            return "unexpected word " + word;
        }
        return "unknown command "
                + word
                + NearestName.hint(word, List.copyOf(line.getSubcommands().keySet()));
    }

    private static List<String> options(CommandLine line) {
        List<String> names = new ArrayList<>();
        line.getCommandSpec().options().stream()
                .filter(o -> !o.hidden())
                .forEach(o -> names.add(o.longestName()));
        return names;
    }
}
