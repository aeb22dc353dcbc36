package org.vibrissa.control.internal.command;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import org.vibrissa.control.internal.command.CommandTree.TopWord;

/** {@code vibrissa help}: every first word under its section, each with an example. */
final class RootHelp {
    private static final List<String> SECTIONS =
            List.of("Daemon", "Resources", "Endpoints", "Datapath", "Bundles");

    private RootHelp() {}

    static void print(CommandTree tree, PrintWriter out) {
        out.println("Usage: vibrissa [--node NAME] COMMAND [OPTIONS]");
        out.println("Programs this host's datapath from bundles that can be swapped under load.");
        List<TopWord> words = tree.topWords();
        int wide = words.stream().mapToInt(w -> w.word().length()).max().orElse(0);
        int summaries = words.stream().mapToInt(w -> w.summary().length()).max().orElse(0);
        String format = "  %-" + wide + "s   %-" + Math.max(1, summaries) + "s   %s";
        sections(words)
                .forEach(
                        section -> {
                            out.println();
                            out.println(section + ":");
                            words.stream()
                                    .filter(w -> w.section().equals(section))
                                    .sorted(
                                            Comparator.comparingInt(TopWord::order)
                                                    .thenComparing(TopWord::word))
                                    .forEach(w -> out.println(line(format, w)));
                        });
        out.println();
        out.println("vibrissa COMMAND --help tells more. Exit codes: 0 done, 1 failed, 2 usage,");
        out.println("3 not ready. -o json|yaml|table chooses the format.");
    }

    private static String line(String format, TopWord word) {
        return String.format(format, word.word(), word.summary(), word.example()).stripTrailing();
    }

    static List<String> sections(List<TopWord> words) {
        return words.stream()
                .map(TopWord::section)
                .distinct()
                .sorted(
                        Comparator.comparingInt(
                                        (String s) ->
                                                SECTIONS.contains(s)
                                                        ? SECTIONS.indexOf(s)
                                                        : SECTIONS.size())
                                .thenComparing(Comparator.naturalOrder()))
                .toList();
    }
}
