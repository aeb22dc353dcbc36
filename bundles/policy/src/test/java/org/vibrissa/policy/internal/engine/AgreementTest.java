package org.vibrissa.policy.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vibrissa.identity.Identity;
import org.vibrissa.policy.internal.explain.Judge;
import org.vibrissa.policy.internal.explain.Judgement;
import org.vibrissa.policy.internal.explain.Packet;
import org.vibrissa.policy.reference.Answer;
import org.vibrissa.policy.reference.Evaluator;
import org.vibrissa.policy.reference.Question;
import org.vibrissa.policy.reference.Settings;

/** Rows, explanation and the slow reference say the same, also after many small changes. */
final class AgreementTest {
    private static final int WORLDS = 60;
    private static final int CHANGES = 12;
    private static final int QUESTIONS = 60;
    private static final int LABEL_SETS = 24;

    private final Evaluator evaluator = new Evaluator(Settings.USUAL);

    @Test
    void rowsExplanationAndReferenceAgreeThroughRandomChanges() {
        int asked = 0;
        for (int seed = 0; seed < WORLDS; seed++) {
            RowsInMemory kernel = new RowsInMemory(1 << 20);
            RandomFleet fleet = new RandomFleet(seed, LABEL_SETS, kernel);
            Random random = new Random(~seed);
            fleet.apply(fleet.world().policies(6, 5));
            for (int change = 0; change < CHANGES; change++) {
                change(fleet, random);
                asked += ask(fleet, kernel);
            }
        }
        assertTrue(asked > WORLDS * CHANGES * QUESTIONS / 2, "questions asked: " + asked);
    }

    private static void change(RandomFleet fleet, Random random) {
        int index = random.nextInt(LABEL_SETS);
        switch (random.nextInt(5)) {
            case 0 -> fleet.vanish(index);
            case 1 -> fleet.appear(index);
            case 2 -> fleet.remove("p" + random.nextInt(8));
            default -> fleet.apply(List.of(fleet.world().policy(random.nextInt(8), 5)));
        }
        fleet.engine().sweep();
    }

    private int ask(RandomFleet fleet, RowsInMemory kernel) {
        Judge judge = fleet.judge();
        int asked = 0;
        for (int i = 0; i < QUESTIONS; i++) {
            Question question = fleet.question();
            if (fleet.knows(question)) {
                agree(fleet, kernel, judge, question);
                asked++;
            }
        }
        return asked;
    }

    private void agree(RandomFleet fleet, RowsInMemory kernel, Judge judge, Question question) {
        Answer reference = evaluator.enforced(question, fleet.policies());
        int endpoint = fleet.endpoint(question);
        int peer = fleet.peer(question);
        RowsInMemory.Answer rows =
                kernel.ask(
                        endpoint, peer, question.direction(), question.protocol(), question.port());
        assertEquals(reference.verdict(), of(rows), () -> fleet.describe(question));
        Identity identity = fleet.engine().identity(peer).orElseThrow();
        Judgement judgement =
                judge.judge(
                        fleet.engine().subject(endpoint).orElseThrow(),
                        question.direction(),
                        identity,
                        new Packet(question.protocol(), question.port()));
        assertEquals(
                reference.passes(), judgement.verdict().passes(), () -> fleet.describe(question));
        assertTrue(
                judgement.decided().isEmpty()
                        || reference.rules().contains(judgement.decided().get()),
                () -> fleet.describe(question));
        KernelRows.Reading reading = kernel.sets().get(kernel.setOf(endpoint));
        if (reading != null && reading.audit() != 0) {
            assertEquals(
                    evaluator.audited(question, fleet.policies()).verdict(),
                    of(
                            kernel.askSet(
                                    reading.audit(),
                                    peer,
                                    question.direction(),
                                    question.protocol(),
                                    question.port())),
                    () -> fleet.describe(question));
        }
    }

    private static Answer.Verdict of(RowsInMemory.Answer rows) {
        return switch (rows) {
            case OPEN, ALLOWED -> Answer.Verdict.ALLOW;
            case UNMATCHED -> Answer.Verdict.DENY_DEFAULT;
            case REFUSED -> Answer.Verdict.DENY_RULE;
        };
    }
}
