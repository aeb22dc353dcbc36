package org.vibrissa.control.internal.command;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.OutputFormat;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The command tree of one invocation, merged from all providers. {@link #build} makes only the
 * branch that the words enter: making a command costs reflection.
 */
public final class CommandTree {
    private final SortedMap<String, CommandProvider> byPath = new TreeMap<>();
    private final Map<String, String> groups = new LinkedHashMap<>();
    private final Invocation invocation;

    /**
     * A tree.
     *
     * @param providers of equal paths the last one wins
     */
    public CommandTree(List<CommandProvider> providers, Invocation invocation) {
        this.invocation = invocation;
        for (CommandProvider provider : providers) {
            byPath.put(provider.path(), provider);
            provider.groups().forEach(groups::putIfAbsent);
        }
    }

    /** Visible top words with their section, in the order of the help. */
    List<TopWord> topWords() {
        Map<String, TopWord> words = new LinkedHashMap<>();
        byPath.values().stream()
                .filter(p -> !p.hidden())
                .sorted(Comparator.comparingInt(CommandProvider::order))
                .forEach(p -> words.putIfAbsent(first(p), topWord(p)));
        return List.copyOf(words.values());
    }

    /**
     * One line of the root help.
     *
     * @param order low first within the section
     */
    record TopWord(String section, int order, String word, String summary, String example) {}

    private TopWord topWord(CommandProvider provider) {
        String word = first(provider);
        boolean group = !word.equals(provider.path());
        String summary = group ? groups.getOrDefault(word, "") : summary(leaf(provider));
        return new TopWord(provider.section(), provider.order(), word, summary, provider.example());
    }

    /** All commands, hidden ones too. */
    public CommandLine buildAll() {
        return build(List.copyOf(byPath.values()));
    }

    /** Those under the words' first one, or all when there are none. */
    CommandLine build(List<String> words) {
        List<CommandProvider> branch =
                byPath.values().stream().filter(p -> first(p).equals(words.get(0))).toList();
        return branch.isEmpty() ? buildAll() : build(branch);
    }

    private CommandLine build(java.util.Collection<CommandProvider> branch) {
        CommandSpec root = CommandSpec.create().name("vibrissa");
        root.usageMessage().description("Programs this host's datapath.");
        addHelp(root);
        CommandLine line = new CommandLine(root);
        for (CommandProvider provider : branch) {
            String[] path = provider.path().split(" ", -1);
            CommandSpec parent = root;
            StringBuilder walked = new StringBuilder();
            for (int i = 0; i < path.length - 1; i++) {
                walked.append(i == 0 ? "" : " ").append(path[i]);
                parent = group(parent, path[i], walked.toString());
            }
            parent.addSubcommand(path[path.length - 1], new CommandLine(leaf(provider)));
        }
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpLongOptionsMaxWidth(30);
        line.setUsageHelpWidth(invocation.columns() >= 60 ? invocation.columns() : 100);
        return line;
    }

    private CommandSpec group(CommandSpec parent, String word, String path) {
        CommandLine known = parent.subcommands().get(word);
        if (known != null) {
            return known.getCommandSpec();
        }
        CommandSpec spec = CommandSpec.create().name(word);
        spec.usageMessage().description(groups.getOrDefault(path, ""));
        addHelp(spec);
        parent.addSubcommand(word, new CommandLine(spec));
        return spec;
    }

    private CommandSpec leaf(CommandProvider provider) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(provider.command(invocation));
        String path = provider.path();
        spec.name(path.substring(path.lastIndexOf(' ') + 1));
        addHelp(spec);
        if (provider.structured() && spec.findOption("-o") == null) {
            spec.addOption(outputOption());
        }
        // Unlisted hides the first word; who asks for a group's help sees all that is in it.
        spec.usageMessage().hidden(provider.hidden() && !path.contains(" ")).sortOptions(false);
        if (!provider.example().isEmpty()) {
            spec.usageMessage().footer("", "Example:", "  " + provider.example());
        }
        return spec;
    }

    private OptionSpec outputOption() {
        return OptionSpec.builder("-o", "--output")
                .paramLabel("FORMAT")
                .type(OutputFormat.class)
                .defaultValue("table")
                .description("table, json or yaml (default: table)")
                .setter(
                        new ISetter() {
                            @Override
                            @SuppressWarnings("unchecked")
                            public <T> T set(T value) {
                                if (value instanceof OutputFormat format
                                        && invocation instanceof FormatChoice choice) {
                                    choice.choose(format);
                                }
                                return value;
                            }
                        })
                .build();
    }

    private static void addHelp(CommandSpec spec) {
        if (spec.findOption("--help") == null) {
            spec.addOption(
                    OptionSpec.builder("-h", "--help")
                            .usageHelp(true)
                            .type(boolean.class)
                            .description("Show this help.")
                            .build());
        }
    }

    static String summary(CommandSpec spec) {
        String[] lines = spec.usageMessage().description();
        return lines.length == 0 ? "" : lines[0];
    }

    private static String first(CommandProvider provider) {
        String path = provider.path();
        int space = path.indexOf(' ');
        return space < 0 ? path : path.substring(0, space);
    }
}
