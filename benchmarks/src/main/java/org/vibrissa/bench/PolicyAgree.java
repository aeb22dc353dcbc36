package org.vibrissa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vibrissa.policy.internal.engine.RandomFleet;
import org.vibrissa.policy.internal.explain.Judge;
import org.vibrissa.policy.internal.explain.Packet;
import org.vibrissa.policy.internal.kernel.LivePolicy;
import org.vibrissa.policy.internal.kernel.PolicyProbe;
import org.vibrissa.policy.reference.Answer;
import org.vibrissa.policy.reference.Evaluator;
import org.vibrissa.policy.reference.Question;
import org.vibrissa.policy.reference.Settings;

/**
 * Random policies, label sets and packets: what the kernel says by the rows that the engine wrote,
 * what the explanation says, and what a slow evaluator says that was written apart from both.
 */
final class PolicyAgree {
    private static final int PER_WORLD = 20_000;
    private static final int LABEL_SETS = 40;
    private static final int POLICIES = 10;
    private static final int RULES = 6;

    private final Evaluator evaluator = new Evaluator(Settings.USUAL);
    private final Figures figures = new Figures("policy-agree");
    private long asked;
    private long disagreements;

    private PolicyAgree() {}

    public static void main(String[] args) throws IOException {
        long wanted = Long.parseLong(args[0]);
        long seed = Long.parseLong(args[1]);
        Path folder = Files.createTempDirectory("vibrissa-agree");
        try {
            new PolicyAgree().run(wanted, seed, folder);
        } finally {
            Scratch.delete(folder);
        }
    }

    private void run(long wanted, long seed, Path folder) throws IOException {
        for (long world = seed; asked < wanted; world++) {
            try (LivePolicy policy =
                    new LivePolicy(folder.resolve(String.valueOf(world)), 1 << 20)) {
                compare(world, policy);
            }
            System.err.printf("%,d of %,d, seed %d%n", asked, wanted, world);
        }
        figures.add("triples", "questions", (double) asked);
        figures.add("disagreements", "questions", (double) disagreements);
        figures.write(Optional.empty());
    }

    private void compare(long seed, LivePolicy policy) {
        RandomFleet fleet = new RandomFleet(seed, LABEL_SETS, policy.rows());
        fleet.apply(fleet.world().policies(POLICIES, RULES));
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < PER_WORLD; i++) {
            questions.add(fleet.question());
        }
        List<PolicyProbe.Answer> kernel = policy.ask(questions.stream().map(fleet::asked).toList());
        Judge judge = fleet.judge();
        for (int i = 0; i < PER_WORLD; i++) {
            Question question = questions.get(i);
            Answer.Verdict reference = evaluator.enforced(question, fleet.policies()).verdict();
            boolean same =
                    reference == RandomFleet.verdict(kernel.get(i))
                            && (reference == Answer.Verdict.ALLOW)
                                    == explained(fleet, judge, question);
            if (!same) {
                disagreements++;
                System.err.println("seed " + seed + ": " + fleet.describe(question));
            }
        }
        asked += PER_WORLD;
    }

    private static boolean explained(RandomFleet fleet, Judge judge, Question question) {
        return judge.judge(
                        fleet.engine().subject(fleet.endpoint(question)).orElseThrow(),
                        question.direction(),
                        fleet.engine().identity(fleet.peer(question)).orElseThrow(),
                        new Packet(question.protocol(), question.port()))
                .verdict()
                .passes();
    }
}
