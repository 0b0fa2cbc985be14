package dev.mallbots.search.out.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

@Entity
@Table(name = "store")
class StoreRow extends NamedRow {}
