package dev.mallbots.platform.service;

import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.RuleBroken;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Amounts in protobuf: a plain decimal with the mall's one currency ({@code mallbots.currency}, ISO 4217). Amounts of another currency are
 * refused, because no code compares or adds them.
 */
@ApplicationScoped
public class Amounts {

    private final String currency;

    public Amounts(@ConfigProperty(name = "mallbots.currency", defaultValue = "EUR") String currency) {
        this.currency = currency;
    }

    public dev.mallbots.contracts.common.v1.Money write(Money money) {
        return dev.mallbots.contracts.common.v1.Money.newBuilder()
                .setAmount(money.toString())
                .setCurrency(currency)
                .build();
    }

    /** @param sum a sum of many amounts, which may have more digits than one of them */
    public dev.mallbots.contracts.common.v1.Money writeSum(BigDecimal sum) {
        return dev.mallbots.contracts.common.v1.Money.newBuilder()
                .setAmount(sum.signum() == 0 ? "0" : sum.stripTrailingZeros().toPlainString())
                .setCurrency(currency)
                .build();
    }

    /**
     * @param field its name in the request
     * @throws RuleBroken if it is not a plain decimal, does not fit {@link Money}, or is of another currency
     */
    public Money read(String field, dev.mallbots.contracts.common.v1.Money wire) {
        if (!currency.equals(wire.getCurrency())) {
            throw new RuleBroken(field, "must be in " + currency);
        }
        return Fields.money(field, wire.getAmount());
    }
}
