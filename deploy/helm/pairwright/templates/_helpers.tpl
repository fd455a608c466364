{{- define "pairwright.name" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* What pods are chosen by; never changes between versions. Takes (dict "root" $ "component" "api"). */}}
{{- define "pairwright.selector" -}}
app.kubernetes.io/name: pairwright
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "pairwright.labels" -}}
{{ include "pairwright.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{- define "pairwright.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}

{{- define "pairwright.secretName" -}}
{{- .Values.secrets.existingSecret | default (include "pairwright.name" .) -}}
{{- end -}}

{{/* "yes" where api and worker have accounts of their own at the database. */}}
{{- define "pairwright.ownAccounts" -}}
{{- if .Values.secrets.existingSecret -}}
{{- if .Values.secrets.ofApi -}}yes{{- end -}}
{{- else if .Values.secrets.values.DATABASE_API_URL -}}yes{{- end -}}
{{- end -}}

{{/* The Secret with what a process alone is given. Takes (dict "root" $ "component" "api"). */}}
{{- define "pairwright.ownSecretName" -}}
{{- $process := ternary "worker" "api" (eq .component "worker") -}}
{{- $existing := ternary .root.Values.secrets.ofWorker .root.Values.secrets.ofApi (eq $process "worker") -}}
{{- $existing | default (printf "%s-%s" (include "pairwright.name" .root) $process) -}}
{{- end -}}

{{- define "pairwright.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "pairwright.name" .) -}}
{{- else -}}
{{- .Values.serviceAccount.name | default "default" -}}
{{- end -}}
{{- end -}}

{{/* Components that run all the time. */}}
{{- define "pairwright.components" -}}
api{{ if .Values.web.separate }} web{{ end }} worker
{{- end -}}

{{- define "pairwright.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "pairwright.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}
