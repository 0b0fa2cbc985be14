package dev.mallbots.analytics.out.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

@Entity
@Table(name = "store")
class StoreRow extends NamedRow {}
