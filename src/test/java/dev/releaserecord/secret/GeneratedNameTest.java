package dev.releaserecord.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratedNameTest {

  @ParameterizedTest
  @CsvSource({
    "users-rds, users-rds, true",
    "users-rds, users-rds-7f9k2htb5m, true",
    "users-rds, users-rds-bcdfghkmt2, true",
    "users-rds, users-rds-7f9k2htb5, false",
    "users-rds, users-rds-7f9k2htb5mm, false",
    "users-rds, users-rds-7F9K2HTB5M, false",
    "users-rds, users-rds-7f9k2htb50, false",
    "users-rds, users-rds-extra-7f9k2htb5m, false",
    "users-rds, users-rds7f9k2htb5mb, false",
    "users-rds, users-rd-7f9k2htb5m, false",
    "users-rds, users, false",
    "users-rds, users-rds2, false",
    "users-rds, users-rds-aeiouaeiou, false",
    "users-rds-7f9k2htb5m, users-rds-7f9k2htb5m, true",
    "users-rds-7f9k2htb5m, users-rds, false"
  })
  void aGenerationEndsInAHashOfItsAlphabet(String declared, String name, boolean is) {
    assertThat(GeneratedName.isOf(declared, name)).isEqualTo(is);
  }
}
