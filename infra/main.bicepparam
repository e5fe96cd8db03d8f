using 'main.bicep'

param name = 'agents'
param modelName = 'gpt-4.1-mini'
param modelVersion = '2025-04-14'

// What the sample agent's tools call: its backend, or your own shop.
param toolAddresses = {
  Shop: 'https://shop.example/api'
}

// Put the secret into the Key Vault, then name its setting here, for example 'Channels__Twilio__AuthToken'
// (secret Channels--Twilio--AuthToken). A channel without its secret stays closed.
param secretSettings = []
