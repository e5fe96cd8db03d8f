// Everything FunctionsAgent needs in one resource group. Every service is reached with the Function App's
// identity: shared keys and connection strings are switched off where the service can, and no output is a secret.
// A test compares queues, settings, roles, timers and host.json with the code, both ways.
targetScope = 'resourceGroup'

import { Profile } from 'profiles.bicep'

@description('Short name of the installation, part of every resource name.')
@minLength(2)
@maxLength(10)
param name string

param location string = resourceGroup().location

@description('Development, test or production: see profiles.bicep.')
param profile Profile

@description('Name of the azd environment, where azd deploys. Empty: somebody else does.')
param azdEnvironment string = ''

@description('Where the model runs; not every region offers every model.')
param modelLocation string = location

@description('The model behind the setting Models__default. A version is pinned: agents are tested against it.')
param modelName string
param modelVersion string

@description('Which pool serves the model, and so where prompts are processed.')
@allowed(['Standard', 'DataZoneStandard', 'GlobalStandard'])
param modelSku string = 'DataZoneStandard'

@description('The agreement with Microsoft that changes how long prompts are kept and who reads them (modified abuse monitoring), in your words. Empty: there is none.')
param modelContract string = ''

@description('Days prompts are kept under that agreement, as text; 0 for modified abuse monitoring. Counts only with modelContract. Empty: 30.')
param modelRetentionDays string = ''

@description('Agent that answers where a channel names none.')
param defaultAgent string = 'retail-support'

@description('Base addresses of the systems the tools call: setting name to URL.')
param toolAddresses object

@description('Settings whose values are secrets in the Key Vault; the secret is named like the setting, with -- for __.')
param secretSettings string[] = []

@description('Address under which customers and providers reach the app. Empty: the app\'s own.')
param publicBaseUrl string = ''

@description('Client id of the app registration that staff and systems sign in with, in this tenant. Empty: nobody is let in.')
param entraClientId string = ''

@description('Who gets the nightly report by mail, separated by commas; needs the settings Channels__Smtp__…. Empty: nobody.')
param reportEmail string = ''

@description('Where the nightly report is posted; its secret is the setting Report__Webhook__Secret in secretSettings. Empty: nowhere.')
param reportWebhookUrl string = ''

@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Action groups that are told by the alerts of alerts.bicep.')
param actionGroupIds string[] = []

var suffix = uniqueString(resourceGroup().id, name)
var appName = '${name}-${suffix}'
var deploymentContainer = 'deployment'

// Where prompts are processed is not where they are sent: a data zone is several regions, and a global deployment any.
var modelBoundaries = {
  Standard: modelLocation
  DataZoneStandard: 'datazone-${modelLocation}'
  GlobalStandard: 'global'
}

// One queue a stage, named as in QueueNames.All.
var queues = ['input', 'reasoning', 'tools', 'output', 'delivery', 'handoff', 'feedback']

// Timer functions with the schedule in their code, and how long they may be silent before somebody is told.
var timers = [
  { function: 'Nightly', schedule: '0 0 2 * * *', silence: 'P2D', check: 'PT1H' }
]

// ---- Monitoring

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs-${suffix}'
  location: location
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: profile.telemetryDays
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: '${name}-insights-${suffix}'
  location: location
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: logs.id
    IngestionMode: 'LogAnalytics'
    DisableLocalAuth: true
  }
}

module alerts 'alerts.bicep' = {
  params: {
    name: name
    location: location
    actionGroupIds: actionGroupIds
    highestSeverity: profile.highestSeverity
    insightsId: insights.id
    serviceBusId: serviceBus.id
    storageId: storage.id
    openAiId: openAi.id
    functionAppId: app.id
    queues: queues
    timers: timers
  }
}

// ---- Queues

resource serviceBus 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: '${name}-bus-${suffix}'
  location: location
  sku: { name: profile.serviceBusSku, tier: profile.serviceBusSku }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
  }
}

resource queue 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [for queueName in queues: {
  parent: serviceBus
  name: queueName
  properties: {
    // The session is the conversation: never in one stage twice.
    requiresSession: true
    lockDuration: 'PT1M'
    maxDeliveryCount: 20
    // It would swallow a retry in silence.
    requiresDuplicateDetection: false
    deadLetteringOnMessageExpiration: true
  }
}]

// ---- Tables and blobs, and the host's own storage

resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: toLower('${take(replace(name, '-', ''), 10)}${suffix}')
  location: location
  kind: 'StorageV2'
  sku: { name: profile.storageSku }
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    defaultToOAuthAuthentication: true
    supportsHttpsTrafficOnly: true
    minimumTlsVersion: 'TLS1_2'
  }
}

resource blobService 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' = {
  parent: storage
  name: 'default'
  properties: {
    // Erasing a person must erase: a soft-deleted blob would outlive it.
    deleteRetentionPolicy: { enabled: false }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = [for container in ['functionsagent', deploymentContainer]: {
  parent: blobService
  name: container
}]

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2024-01-01' = {
  parent: storage
  name: 'default'
}

// ---- Secrets of channels and tools

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: '${take(replace(name, '-', ''), 7)}-kv-${suffix}'
  location: location
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
  }
}

// Wraps the keys of sessions. A new version may be made at any time: what an older one wrapped names it.
resource sessionKey 'Microsoft.KeyVault/vaults/keys@2023-07-01' = {
  parent: vault
  name: 'session-keys'
  properties: {
    kty: 'RSA'
    keySize: 3072
    keyOps: ['wrapKey', 'unwrapKey']
  }
}

// ---- Model

resource openAi 'Microsoft.CognitiveServices/accounts@2024-10-01' = {
  name: '${name}-openai-${suffix}'
  location: modelLocation
  kind: 'OpenAI'
  sku: { name: 'S0' }
  properties: {
    customSubDomainName: '${name}-openai-${suffix}'
    disableLocalAuth: true
    publicNetworkAccess: 'Enabled'
  }
}

resource model 'Microsoft.CognitiveServices/accounts/deployments@2024-10-01' = {
  parent: openAi
  name: 'default'
  sku: { name: modelSku, capacity: profile.modelCapacity }
  properties: {
    model: { format: 'OpenAI', name: modelName, version: modelVersion }
    // A new version goes through the same evaluation as any other change.
    versionUpgradeOption: 'NoAutoUpgrade'
  }
}

// ---- The app

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: '${name}-plan-${suffix}'
  location: location
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: appName
  location: location
  kind: 'functionapp,linux'
  // azd finds by them where it deploys to.
  tags: union({ 'azd-service-name': 'functions' }, empty(azdEnvironment) ? {} : { 'azd-env-name': azdEnvironment })
  identity: { type: 'SystemAssigned' }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
    }
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${deploymentContainer}'
          authentication: { type: 'SystemAssignedIdentity' }
        }
      }
      scaleAndConcurrency: {
        maximumInstanceCount: profile.maximumInstances
        instanceMemoryMB: instanceMemoryMB
        alwaysReady: profile.alwaysReadyHttp == 0 ? [] : [{ name: 'http', instanceCount: profile.alwaysReadyHttp }]
      }
    }
  }
  dependsOn: [containers]
}

resource noFtpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = {
  parent: app
  name: 'ftp'
  properties: { allow: false }
}

resource noScmPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = {
  parent: app
  name: 'scm'
  properties: { allow: false }
}

var settings = {
  AzureWebJobsDisableHomepage: 'true'
  AzureWebJobsStorage__accountName: storage.name
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD'
  ServiceBus__fullyQualifiedNamespace: '${serviceBus.name}.servicebus.windows.net'
  Storage__tableServiceUri: 'https://${storage.name}.table.${environment().suffixes.storage}'
  Storage__blobServiceUri: 'https://${storage.name}.blob.${environment().suffixes.storage}'
  Models__default__Kind: 'azure-openai'
  Models__default__Endpoint: 'https://${openAi.name}.openai.azure.com'
  Models__default__Deployment: model.name
  Models__default__Boundary: modelBoundaries[modelSku]
  Models__default__Contract: modelContract
  Models__default__RetentionDays: modelRetentionDays
  Agents__Default: defaultAgent
  Public__BaseUrl: empty(publicBaseUrl) ? 'https://${appName}.azurewebsites.net' : publicBaseUrl
  // The Functions host calls the worker on loopback and hands on the front end's X-Forwarded-For: without this every agent would be one caller to the rate limits.
  Public__TrustedProxies: '127.0.0.0/8'
  AzureAd__TenantId: empty(entraClientId) ? '' : tenant().tenantId
  AzureAd__ClientId: entraClientId
  AzureAd__Instance: environment().authentication.loginEndpoint
  DataProtection__KeyVaultKey: 'https://${vault.name}${environment().suffixes.keyvaultDns}/keys/${sessionKey.name}'
  Pipeline__RunAhead: 'waiting'
  Retention__Conversations: string(profile.conversationDays)
  Retention__Parked: string(profile.parkedDays)
  Retention__RollUps: string(profile.rollUpDays)
  Retention__Audit: string(profile.auditDays)
  Report__Email: reportEmail
  Report__Webhook__Url: reportWebhookUrl
}

resource appSettings 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: 'appsettings'
  properties: union(
    settings,
    { APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString },
    toolAddresses,
    toObject(secretSettings, setting => setting, setting => '@Microsoft.KeyVault(VaultName=${vault.name};SecretName=${replace(setting, '__', '--')})')
  )
  // A setting that is used before its role exists keeps the app from starting, or resolves to nothing.
  dependsOn: [busOwner, blobOwner, tableContributor, secretsUser, cryptoUser, modelUser, metricsPublisher]
}

// ---- What the app's identity may do, and where

// Azure's built-in roles: learn.microsoft.com/azure/role-based-access-control/built-in-roles
var roles = {
  serviceBusDataOwner: '090c5cfd-751d-490a-894a-3ce6f1109419'
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  keyVaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  keyVaultCryptoServiceEncryptionUser: 'e147488a-f6f5-4113-8e2d-b22465e65bf6'
  cognitiveServicesOpenAiUser: '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
}

// Owner, not receiver: the scale controller reads how many messages wait.
resource busOwner 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: serviceBus
  name: guid(serviceBus.id, appName, roles.serviceBusDataOwner)
  properties: {
    principalId: app.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataOwner)
  }
}

// Owner: beside our own blobs the host leases one for each timer, and reads the deployed package.
resource blobOwner 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storage
  name: guid(storage.id, appName, roles.storageBlobDataOwner)
  properties: {
    principalId: app.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataOwner)
  }
}

resource tableContributor 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storage
  name: guid(storage.id, appName, roles.storageTableDataContributor)
  properties: {
    principalId: app.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageTableDataContributor)
  }
}

resource secretsUser 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, appName, roles.keyVaultSecretsUser)
  properties: {
    principalId: app.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser)
  }
}

// Wrap and unwrap, nothing else.
resource cryptoUser 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, appName, roles.keyVaultCryptoServiceEncryptionUser)
  properties: {
    principalId: app.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultCryptoServiceEncryptionUser)
  }
}

resource modelUser 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: openAi
  name: guid(openAi.id, appName, roles.cognitiveServicesOpenAiUser)
  properties: {
    principalId: app.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.cognitiveServicesOpenAiUser)
  }
}

resource metricsPublisher 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, appName, roles.monitoringMetricsPublisher)
  properties: {
    principalId: app.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.monitoringMetricsPublisher)
  }
}

output functionApp string = app.name
output baseUrl string = settings.Public__BaseUrl
output keyVault string = vault.name
output storageAccount string = storage.name
output serviceBusNamespace string = serviceBus.name
