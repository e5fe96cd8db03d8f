using 'main.bicep'
import { model, profiles } from 'profiles.bicep'

param name = 'agents'
param profile = profiles.dev
param modelName = model.name
param modelVersion = model.version

// What the sample agent's tools call: its backend, or your own shop.
param toolAddresses = {
  Shop: 'https://shop-dev.example/api'
}

// Put the secret into the Key Vault, then name its setting here, for example 'Channels__Twilio__AuthToken'
// (secret Channels--Twilio--AuthToken). A channel without its secret stays closed.
param secretSettings = []

// What belongs to a tenant or a subscription and not into a repository: variables of the deployment.
param entraClientId = readEnvironmentVariable('ENTRA_CLIENT_ID', '')
param publicBaseUrl = readEnvironmentVariable('PUBLIC_BASE_URL', '')
param modelContract = readEnvironmentVariable('MODEL_CONTRACT', '')
param modelRetentionDays = readEnvironmentVariable('MODEL_RETENTION_DAYS', '')
param reportEmail = readEnvironmentVariable('REPORT_EMAIL', '')
param reportWebhookUrl = readEnvironmentVariable('REPORT_WEBHOOK_URL', '')
var actionGroups = readEnvironmentVariable('ACTION_GROUP_IDS', '')
param actionGroupIds = empty(actionGroups) ? [] : split(actionGroups, ' ')
