package dev.mallbots.search.out.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

@Entity
@Table(name = "payment")
class PaymentRow extends StandingRow {}
