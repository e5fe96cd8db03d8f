// The parameters azd takes: it reads this file and no other, so the azd environment's name picks the profile.
// An environment that is not named test or prod is a development one.
using 'main.bicep'
import { model, profiles } from 'profiles.bicep'

var azd = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')

param name = 'agents'
param azdEnvironment = azd
param profile = azd == 'prod' ? profiles.prod : azd == 'test' ? profiles.test : profiles.dev
param modelName = model.name
param modelVersion = model.version

// `azd env set SHOP https://…`
param toolAddresses = {
  Shop: readEnvironmentVariable('SHOP', 'https://shop-dev.example/api')
}

param secretSettings = []

param entraClientId = readEnvironmentVariable('ENTRA_CLIENT_ID', '')
param publicBaseUrl = readEnvironmentVariable('PUBLIC_BASE_URL', '')
param modelContract = readEnvironmentVariable('MODEL_CONTRACT', '')
param modelRetentionDays = readEnvironmentVariable('MODEL_RETENTION_DAYS', '')
param reportEmail = readEnvironmentVariable('REPORT_EMAIL', '')
param reportWebhookUrl = readEnvironmentVariable('REPORT_WEBHOOK_URL', '')
var actionGroups = readEnvironmentVariable('ACTION_GROUP_IDS', '')
param actionGroupIds = empty(actionGroups) ? [] : split(actionGroups, ' ')
