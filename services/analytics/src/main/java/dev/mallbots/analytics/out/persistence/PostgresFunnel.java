package dev.mallbots.analytics.out.persistence;

import dev.mallbots.analytics.application.Funnel;
import dev.mallbots.analytics.domain.Period;
import dev.mallbots.analytics.domain.Stage;
import dev.mallbots.platform.unitofwork.Sql;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

@ApplicationScoped
class PostgresFunnel implements Funnel {

    private static final String REACH = "insert into stage (basket_id, stage, reached_at) values ($1, $2, $3)";

    private static final String COUNT = """
            select new dev.mallbots.analytics.out.persistence.PostgresFunnel$Count(s.stage, count(*))
            from StageRow b join StageRow s on s.basketId = b.basketId
            where b.stage = :started and b.reachedAt >= :after and b.reachedAt < :before
            group by s.stage
            """;

    record Count(String stage, long baskets) {}

    @Override
    public Uni<Void> reach(UUID basketId, Stage stage, Instant at) {
        return Sql.update(REACH, basketId, stage.word(), at.atOffset(ZoneOffset.UTC))
                .replaceWithVoid();
    }

    @Override
    @WithSession
    public Uni<Map<Stage, Long>> baskets(Period started) {
        return Panache.getSession()
                .chain(session -> session.createQuery(COUNT, Count.class)
                        .setParameter("started", Stage.STARTED.word())
                        .setParameter("after", started.after())
                        .setParameter("before", started.before())
                        .getResultList())
                .map(PostgresFunnel::byStage);
    }

    private static Map<Stage, Long> byStage(List<Count> counts) {
        Map<String, Long> byWord = counts.stream().collect(Collectors.toMap(Count::stage, Count::baskets));
        return Arrays.stream(Stage.values())
                .collect(Collectors.toMap(Function.identity(), stage -> byWord.getOrDefault(stage.word(), 0L)));
    }
}
