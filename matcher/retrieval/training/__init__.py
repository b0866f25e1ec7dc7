"""How the mix of evidence is learnt: from judged rankings of texts that the encoder was not trained on."""
