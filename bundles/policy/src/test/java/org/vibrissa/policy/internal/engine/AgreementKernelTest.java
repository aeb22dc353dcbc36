package org.vibrissa.policy.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.policy.internal.kernel.LivePolicy;
import org.vibrissa.policy.internal.kernel.PolicyProbe;
import org.vibrissa.policy.reference.Evaluator;
import org.vibrissa.policy.reference.Question;
import org.vibrissa.policy.reference.Settings;

/** The kernel and the slow reference say the same; {@code ./bench policy-agree} asks more. */
@Tag("bpf")
final class AgreementKernelTest {
    private static final int WORLDS = 8;
    private static final int QUESTIONS = 2000;

    @TempDir Path folder;

    @Test
    void kernelAndReferenceAgree() {
        Evaluator evaluator = new Evaluator(Settings.USUAL);
        for (int seed = 0; seed < WORLDS; seed++) {
            try (LivePolicy policy = new LivePolicy(folder.resolve("w" + seed), 1 << 20)) {
                RandomFleet fleet = new RandomFleet(seed, 24, policy.rows());
                fleet.apply(fleet.world().policies(8, 6));
                List<Question> questions = new ArrayList<>();
                for (int i = 0; i < QUESTIONS; i++) {
                    questions.add(fleet.question());
                }
                List<PolicyProbe.Answer> answers =
                        policy.ask(questions.stream().map(fleet::asked).toList());
                for (int i = 0; i < QUESTIONS; i++) {
                    Question question = questions.get(i);
                    assertEquals(
                            evaluator.enforced(question, fleet.policies()).verdict(),
                            RandomFleet.verdict(answers.get(i)),
                            () -> fleet.describe(question));
                }
            }
        }
    }
}
