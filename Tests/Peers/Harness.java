import static org.drools.model.PatternDSL.on;
import static org.drools.model.PatternDSL.pattern;
import static org.drools.model.PatternDSL.rule;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.drools.model.DSL;
import org.drools.model.Rule;
import org.drools.model.Variable;
import org.drools.model.impl.ModelImpl;
import org.drools.model.functions.Predicate1;
import org.drools.modelcompiler.KieBaseBuilder;
import org.kie.api.KieBase;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.rule.FactHandle;

/** Times Drools over one policy. Beside it stands the written `Policy`: its situations, its rules' conditions, and the
 *  same rules as plain Java. Arguments: the file of situations, how many of them are checked, seconds a round. */
public final class Harness {
    static final int ROUNDS = 4;

    public static void main(String[] arguments) throws Exception {
        List<Policy.Situation> all = new ArrayList<>();
        List<Integer> expected = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(Path.of(arguments[0]))) {
            for (String line; (line = reader.readLine()) != null; ) {
                int[] numbers = Arrays.stream(line.split(" ")).mapToInt(Integer::parseInt).toArray();
                expected.add(numbers[0]);
                all.add(new Policy.Situation(Arrays.copyOfRange(numbers, 1, numbers.length)));
            }
        }
        int checked = Integer.parseInt(arguments[1]);
        double seconds = Double.parseDouble(arguments[2]);
        KieBase base = base();
        KieSession session = base.newKieSession();
        ToIntFunction<Policy.Situation> stateful = one -> {
            one.decidedBy = -1;
            FactHandle handle = session.insert(one);
            session.fireAllRules(1);
            session.delete(handle);
            return one.decidedBy;
        };
        ToIntFunction<Policy.Situation> fresh = one -> {
            one.decidedBy = -1;
            KieSession own = base.newKieSession();
            own.insert(one);
            own.fireAllRules(1);
            own.dispose();
            return one.decidedBy;
        };
        Policy.Situation[] timed = all.subList(checked, all.size()).toArray(new Policy.Situation[0]);
        report("stateful", stateful, all, expected, checked, timed, seconds);
        report("fresh", fresh, all, expected, checked, timed, seconds);
        report("java", Policy::decide, all, expected, checked, timed, seconds);
    }

    /** Each rule of the policy with its condition as one predicate; an earlier one is more salient. */
    static KieBase base() {
        ModelImpl model = new ModelImpl();
        List<Predicate1<Policy.Situation>> conditions = Policy.conditions();
        for (int number = 0; number < conditions.size(); number++) {
            int own = number;
            Variable<Policy.Situation> one = DSL.declarationOf(Policy.Situation.class);
            Rule rule = rule("rule-" + number)
                .attribute(Rule.Attribute.SALIENCE, conditions.size() - number)
                .build(pattern(one).expr("when-" + number, conditions.get(number)),
                    on(one).execute(found -> found.decidedBy = own));
            model.addRule(rule);
        }
        return KieBaseBuilder.createKieBaseFromModel(model);
    }

    static int sink;

    static void report(
        String name, ToIntFunction<Policy.Situation> decide, List<Policy.Situation> all, List<Integer> expected,
        int checked, Policy.Situation[] timed, double seconds) {
        int wrong = 0;
        for (int at = 0; at < checked; at++) if (decide.applyAsInt(all.get(at)) != expected.get(at)) wrong++;
        // Two rounds for the just-in-time compiler, then those that count.
        double[] found = new double[ROUNDS];
        for (int round = -2; round < ROUNDS; round++) {
            double each = round(decide, timed, seconds);
            if (round >= 0) found[round] = each;
        }
        Arrays.sort(found);
        System.out.printf("%s %d %.3f %.3f%n", name, wrong, found[0], (found[1] + found[2]) / 2);
    }

    static double round(ToIntFunction<Policy.Situation> decide, Policy.Situation[] timed, double seconds) {
        long start = System.nanoTime(), end = start + (long) (seconds * 1e9), now;
        long decided = 0;
        int sum = 0;
        do {
            for (int from = 0; from < timed.length; from += 1024) {
                int to = Math.min(from + 1024, timed.length);
                for (int at = from; at < to; at++) sum += decide.applyAsInt(timed[at]);
                decided += to - from;
                if (System.nanoTime() > end) break;
            }
            now = System.nanoTime();
        } while (now < end);
        sink = sum;
        return (double) (now - start) / decided;
    }
}
